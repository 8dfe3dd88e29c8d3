package io.flatbook.cluster;

import io.flatbook.engine.UnknownVersionException;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import io.flatbook.sbe.snapshot.SnapshotHeaderEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteOrder;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Versions of the schema (VER-1, VER-2). */
class VersionsTest
{
    private static final int VERSION_OFFSET = 6;

    private final Desk desk = new Desk();

    /** VER-1: whatever a binary knows, no version but those to the active one is taken, and none consumes an id. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 0xFFFF})
    void aMessageOfAVersionThatIsNotActiveIsRefusedAndConsumesNoId(final int version)
    {
        final UnsafeBuffer message = versioned(RiskMessages.defineAsset("USD", 2), version);
        desk.time(0);
        final long hash = desk.replicaHash();
        assertThat(desk.raw(Desk.RISK, message).reason()).isEqualTo(RejectReason.UNSUPPORTED_VERSION);
        assertThat(desk.clearing().lastCommandId(Desk.RISK)).isZero();
        assertThat(desk.replicaHash()).isEqualTo(hash);
        assertThat(desk.accepted(Desk.RISK, RiskMessages.defineAsset("USD", 2)).commandId()).isEqualTo(1);
    }

    /** VER-1: the rule asks the log for the active version, and the binary for nothing. */
    @Test
    void theActiveVersionDecidesAndNotTheBinary()
    {
        final UnsafeBuffer message = RiskMessages.defineAsset("USD", 2);
        assertThat(MessageCheck.check(message, 0, message.capacity(), 0)).isEqualTo(RejectReason.UNSUPPORTED_VERSION);
        assertThat(MessageCheck.check(message, 0, message.capacity(), 1)).isEqualTo(RejectReason.NONE);
        assertThat(MessageCheck.check(message, 0, message.capacity(), 2)).isEqualTo(RejectReason.NONE);
        assertThat(MessageCheck.check(versioned(message, 2), 0, message.capacity(), 1))
            .isEqualTo(RejectReason.UNSUPPORTED_VERSION);
    }

    /** VER-1: a message of an earlier version has the shape that it had then. */
    @Test
    void aMessageIsCheckedAgainstTheShapeOfItsOwnVersion()
    {
        final Template template = Templates.find(4).since(
            List.of(new Template.Earlier(1, 0, 0), new Template.Earlier(3, 20, 8)));
        assertThat(template.blockLengthOf(1)).isZero();
        assertThat(template.blockLengthOf(2)).isEqualTo(20);
        assertThat(template.groupEntryLengthOf(3)).isEqualTo(8);
        assertThat(template.blockLengthOf(4)).isEqualTo(template.blockLength());
        assertThat(template.groupEntryLengthOf(4)).isEqualTo(template.groupEntryLength());
    }

    /** VER-1: the client sends the version that the report names, which is the active one. */
    @Test
    void theSessionReportNamesTheActiveVersion()
    {
        final Desk.Answer report = desk.raw(Desk.RISK, versioned(RiskMessages.defineAsset("USD", 2), 2));
        assertThat(new SessionReportDecoder().wrapAndApplyHeader(
            new UnsafeBuffer(report.bytes()), 0, new MessageHeaderDecoder()).schemaVersion()).isEqualTo(1);
        assertThat(desk.clearing().engine().version()).isEqualTo(1);
    }

    @Test
    void aSnapshotOfNoVersionIsNeverReadAsSomethingElse()
    {
        final byte[] snapshot = snapshotOf(0);
        assertThatThrownBy(() -> LocalClearing.restore(new Limits(), snapshot))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("not of this snapshot format");
    }

    /** VER-1: before version 2 is active, a node can go back to the binary before, with the snapshot of the newer. */
    @Test
    void aSnapshotThatANewerBinaryTookIsLoadedWhileNoNewerVersionIsActive()
    {
        assertThat(LocalClearing.restore(new Limits(), snapshotOf(2)).engine().replicaHash())
            .isEqualTo(desk.replicaHash());
    }

    /** VER-2: afterwards it cannot, and the exit code says why. */
    @Test
    void aSnapshotUnderAnActiveVersionThatIsNotKnownStopsTheNode()
    {
        final byte[] snapshot = snapshotOf(2);
        final SnapshotHeaderEncoder header = new SnapshotHeaderEncoder()
            .wrap(new UnsafeBuffer(snapshot), Integer.BYTES + MessageCheck.HEADER_LENGTH);
        assertThat(new UnsafeBuffer(snapshot).getInt(
            header.offset() + SnapshotHeaderEncoder.engineVersionEncodingOffset(), ByteOrder.LITTLE_ENDIAN))
            .as("active now").isEqualTo(1);
        header.engineVersion(2);
        assertThatThrownBy(() -> LocalClearing.restore(new Limits(), snapshot))
            .isInstanceOf(UnknownVersionException.class).hasMessageContaining("engine version 2");
    }

    /** VER-2: behavior and formats are numbered alike, from one place. */
    @Test
    void theBinaryKnowsTheVersionOfItsSchemas()
    {
        assertThat(desk.clearing().engine().state().versionKnown()).isEqualTo(MessageHeaderDecoder.SCHEMA_VERSION)
            .isEqualTo(io.flatbook.sbe.snapshot.MessageHeaderDecoder.SCHEMA_VERSION);
    }

    /** A snapshot with an asset in it, all of whose records carry a version. */
    private byte[] snapshotOf(final int version)
    {
        desk.accepted(Desk.RISK, RiskMessages.defineAsset("USD", 2));
        final byte[] snapshot = desk.clearing().snapshot();
        final UnsafeBuffer records = new UnsafeBuffer(snapshot);
        int at = 0;
        while (at < snapshot.length)
        {
            final int length = records.getInt(at, ByteOrder.LITTLE_ENDIAN);
            versioned(new UnsafeBuffer(snapshot, at + Integer.BYTES, length), version);
            at += Integer.BYTES + length;
        }
        return snapshot;
    }

    private static UnsafeBuffer versioned(final UnsafeBuffer message, final int version)
    {
        message.putShort(VERSION_OFFSET, (short)version, ByteOrder.LITTLE_ENDIAN);
        return message;
    }
}
