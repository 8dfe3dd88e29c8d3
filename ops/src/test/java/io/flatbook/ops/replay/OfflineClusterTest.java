package io.flatbook.ops.replay;

import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.wire.Protocol;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that cannot be decoded are counted and never passed over in silence (VER-1).
 */
final class OfflineClusterTest
{
    private static final int VERSION_OFFSET = 6;

    private final OfflineCluster cluster = new OfflineCluster();
    private final ClearingService service = new ClearingService(new Limits());
    private final OfflineSession session =
        new OfflineSession(1, 1, "aeron:ipc", "risk/alice".getBytes(StandardCharsets.US_ASCII));
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

    @BeforeEach
    void open()
    {
        service.startOffline(cluster, null);
        cluster.add(session);
        service.onSessionOpen(session, 0);
    }

    @Test
    void countsNoMessages()
    {
        buffer.setMemory(0, 64, (byte)0x5A);
        service.onSessionMessage(session, 1, buffer, 0, 64, null);
        service.onSessionMessage(session, 2, buffer, 0, 3, null);

        assertThat(cluster.undecodable()).isEqualTo(2);
    }

    @Test
    void countsMessagesOfAnotherVersion()
    {
        final int length = Protocol.wire().encode(Protocol.wire().create("SetControls").with("commandId", 1L)
            .with("fourEyes", "ON"), buffer, 0);
        service.onSessionMessage(session, 1, buffer, 0, length, null);
        assertThat(cluster.undecodable()).isZero();

        buffer.putShort(VERSION_OFFSET, (short)77, ByteOrder.LITTLE_ENDIAN);
        service.onSessionMessage(session, 2, buffer, 0, length, null);
        assertThat(cluster.undecodable()).isEqualTo(1);
    }
}
