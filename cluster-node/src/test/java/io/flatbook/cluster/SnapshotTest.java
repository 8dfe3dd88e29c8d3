package io.flatbook.cluster;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.LiquidationPageDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.snapshot.EngineStateDecoder;
import io.flatbook.sbe.snapshot.EventStateDecoder;
import io.flatbook.sbe.snapshot.SnapshotFooterDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotTest
{
    private record Entry(long timeMs, String sender, byte[] message)
    {
    }

    private static Limits smallLimits()
    {
        return new Limits().outcomesPerPrincipal(20).eventsRetained(64).idsRetained(10);
    }

    @Test
    void anEmptyBookIsRestored()
    {
        final byte[] snapshot = new LocalClearing(new Limits()).snapshot();
        assertThat(LocalClearing.restore(new Limits(), snapshot).snapshot()).isEqualTo(snapshot);
    }

    @Test
    void aGatewayThatHasNotSentACommandIsRestored()
    {
        final Desk live = Books.traded();
        live.accepted(Desk.RISK, RiskMessages.defineGateway("silent", 1));
        final byte[] snapshot = live.clearing().snapshot();
        final Desk restored = new Desk(LocalClearing.restore(new Limits(), snapshot));
        assertThat(restored.replicaHash()).isEqualTo(live.replicaHash());
        assertThat(restored.clearing().snapshot()).isEqualTo(snapshot);
    }

    /** SETL-3: it leaves the state, and with it the ids of its fundings. */
    @Test
    void anInstrumentThatWasRemovedLeavesNothingToRestore()
    {
        final Desk live = Books.traded();
        live.accepted(Desk.RISK, RiskMessages.defineInstrument("ETH", InstrumentKind.LINEAR_PERPETUAL));
        live.accepted(Desk.GATEWAY, Messages.updateMarkPrices(2, 1_000, 900));
        live.accepted(Desk.GATEWAY, Messages.applyFunding(2, 1_000, 7));
        live.accepted(Desk.RISK, RiskMessages.settleInstrument(2, 900));
        live.accepted(Desk.RISK, RiskMessages.removeInstrument(2));
        final LocalClearing restored = LocalClearing.restore(new Limits(), live.clearing().snapshot());
        assertThat(restored.engine().replicaHash()).isEqualTo(live.replicaHash());
    }

    // What lies outside the hashes, such as the events retained, may be damaged without being refused.
    @Test
    void aDamagedByteIsRefusedAsWhatItIs()
    {
        final Desk live = Books.traded();
        final byte[] snapshot = live.clearing().snapshot();
        int refused = 0;
        for (int i = 0; i < snapshot.length; i += 3)
        {
            final byte[] damaged = snapshot.clone();
            damaged[i] ^= (byte)0x81;
            try
            {
                final LocalClearing restored = LocalClearing.restore(new Limits(), damaged);
                assertThat(restored.stateHash()).as("byte %d", i).isEqualTo(live.stateHash());
                assertThat(restored.engine().replicaHash()).as("byte %d", i).isEqualTo(live.replicaHash());
            }
            catch (final RuntimeException ex)
            {
                assertThat(ex).as("byte %d", i).isInstanceOf(IllegalStateException.class);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(snapshot.length / 12);
    }

    @Test
    void aRestoredBookIsTheLiveOneByHashAndByBytesAndStaysSo()
    {
        final long seed = System.nanoTime();
        System.out.println("SnapshotTest seed " + seed);
        for (int round = 0; round < 20; round++)
        {
            liveEqualsRestoredEqualsReplayed(seed + round);
        }
    }

    private static void liveEqualsRestoredEqualsReplayed(final long seed)
    {
        final Random random = new Random(seed);
        final List<Entry> log = new ArrayList<>();
        final Desk live = Books.traded(new Desk(new LocalClearing(smallLimits())));
        live.accepted(Desk.RISK, RiskMessages.defineInstrument("ETH", InstrumentKind.LINEAR_PERPETUAL));
        Desk restored = null;
        for (int i = 0; i < 400; i++)
        {
            final long timeMs = i * 70L;
            final UnsafeBuffer message = RandomMessages.command(random, i + 100);
            final String sender = RandomMessages.sender(random, message);
            live.time(timeMs);
            if (null != restored)
            {
                restored.time(timeMs);
                assertThat(restored.command(sender, message).bytes())
                    .as("seed " + seed + " entry " + i)
                    .isEqualTo(live.command(sender, message).bytes());
                assertThat(restored.replicaHash()).as("seed " + seed + " entry " + i).isEqualTo(live.replicaHash());
            }
            else
            {
                live.command(sender, message);
            }
            final byte[] bytes = new byte[message.capacity()];
            message.getBytes(0, bytes);
            log.add(new Entry(timeMs, sender, bytes));
            if (200 == i)
            {
                final byte[] snapshot = live.clearing().snapshot();
                restored = new Desk(LocalClearing.restore(smallLimits(), snapshot));
                assertThat(restored.stateHash()).isEqualTo(live.stateHash());
                assertThat(restored.replicaHash()).isEqualTo(live.replicaHash());
                assertThat(restored.clearing().snapshot()).as("seed " + seed).isEqualTo(snapshot);
            }
        }
        assertThat(restored.clearing().snapshot()).as("seed " + seed).isEqualTo(live.clearing().snapshot());

        final Desk replayed = Books.traded(new Desk(new LocalClearing(smallLimits())));
        replayed.accepted(Desk.RISK, RiskMessages.defineInstrument("ETH", InstrumentKind.LINEAR_PERPETUAL));
        for (final Entry entry : log)
        {
            replayed.time(entry.timeMs());
            replayed.raw(entry.sender(), new UnsafeBuffer(entry.message()));
        }
        assertThat(replayed.clearing().snapshot()).as("seed " + seed).isEqualTo(live.clearing().snapshot());
    }

    @Test
    void heldRunsProposalsAndTheBusinessDayAreRestored()
    {
        final Desk live = Books.traded();
        live.accepted(Desk.RISK, RiskMessages.closeBusinessDay(20251010));
        live.accepted(Desk.RISK, RiskMessages.setControls(Switch.ON));
        live.accepted(Desk.RISK, RiskMessages.propose(RiskMessages.fundInsurance(1, 10)));
        live.accepted(Desk.GATEWAY, Messages.registerTrade(60, 1, 2, 400, 1_000));
        final long proposal = live.accepted(Desk.RISK,
            RiskMessages.propose(RiskMessages.setInstrumentStatus(1, InstrumentStatus.HALTED))).detail();
        live.accepted(Desk.SECOND_RISK, RiskMessages.approve(proposal));
        live.accepted(Desk.GATEWAY, Messages.updateMarkPrices(2, 800));
        assertThat(live.clearing().engine().pendingRuns().oldestFirst()).hasSize(1);
        final byte[] snapshot = live.clearing().snapshot();
        final Desk restored = new Desk(LocalClearing.restore(new Limits(), snapshot));
        assertThat(restored.clearing().snapshot()).isEqualTo(snapshot);
        assertThat(restored.command(Desk.RISK, RiskMessages.closeBusinessDay(20251010)).reason())
            .isEqualTo(live.command(Desk.RISK, RiskMessages.closeBusinessDay(20251010)).reason())
            .isEqualTo(RejectReason.ALREADY_EXISTS);
        final long trading = 3;
        for (final Desk desk : List.of(live, restored))
        {
            desk.accepted(Desk.RISK,
                RiskMessages.propose(RiskMessages.setInstrumentStatus(1, InstrumentStatus.TRADING)));
            desk.accepted(Desk.SECOND_RISK, RiskMessages.approve(trading));
        }
        assertThat(live.clearing().engine().pendingRuns().oldestFirst()).isEmpty();
        assertThat(restored.clearing().snapshot()).isEqualTo(live.clearing().snapshot());
    }

    /** VER-3: what cannot grow is the same on all nodes, or the books would part. */
    @Test
    void otherLimitsAreRefusedAndNamed()
    {
        final byte[] snapshot = Books.traded().clearing().snapshot();
        final Map<String, Limits> others = new TreeMap<>();
        others.put("bookingsPerEntry", new Limits().bookingsPerEntry(8));
        others.put("legsPerAccount", new Limits().legsPerAccount(8));
        others.put("tiers", new Limits().tiers(8));
        others.put("tradesPerBatch", new Limits().tradesPerBatch(8));
        others.put("marksPerUpdate", new Limits().marksPerUpdate(8));
        others.put("outcomesPerPrincipal", new Limits().outcomesPerPrincipal(8));
        others.put("eventsRetained", new Limits().eventsRetained(64));
        others.put("idsRetained", new Limits().idsRetained(8));
        others.put("proposals", new Limits().proposals(8));
        others.put("proposalsPerPrincipal", new Limits().proposalsPerPrincipal(4));
        others.put("pageRows", new Limits().pageRows(8));
        others.put("pageBytes", new Limits().pageBytes(4_096));
        others.put("clockStepMs", new Limits().clockStepMs(8));
        others.put("tickMs", new Limits().tickMs(8));
        others.put("proposalMs", new Limits().proposalMs(8));
        others.forEach((name, limits) -> assertThatThrownBy(() -> LocalClearing.restore(limits, snapshot))
            .as(name).isInstanceOf(IllegalStateException.class).hasMessageContaining("snapshot says " + name + "="));
    }

    @Test
    void aSnapshotThatIsCutOffOrChangedIsRefused()
    {
        final byte[] snapshot = Books.traded().clearing().snapshot();
        for (int length = 0; length < snapshot.length; length += 13)
        {
            final byte[] cut = java.util.Arrays.copyOf(snapshot, length);
            assertThatThrownBy(() -> LocalClearing.restore(new Limits(), cut)).as("first %d bytes", length)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("the snapshot (is cut off at byte \\d+ of a block|ends before its footer)");
        }
        final byte[] changed = snapshot.clone();
        final UnsafeBuffer view = new UnsafeBuffer(changed);
        for (int i = 0; i < changed.length - 8; i++)
        {
            if (5_000_000 == view.getLong(i))
            {
                view.putLong(i, 5_000_001);
                break;
            }
        }
        assertThatThrownBy(() -> LocalClearing.restore(new Limits(), changed)).hasMessageContaining("stateHash");
    }

    /** DET-2: the replica hash, which covers all state, is checked on load; no record is passed over (VER-1). */
    @Test
    void aRecordThatIsNotWhatWasWrittenIsRefused()
    {
        final byte[] snapshot = Books.traded().clearing().snapshot();
        final int body = MessageCheck.HEADER_LENGTH;
        refused(changed(snapshot, EngineStateDecoder.TEMPLATE_ID, body + EngineStateDecoder.timeMsEncodingOffset()),
            "snapshot says replicaHash=");
        refused(changed(snapshot, SnapshotFooterDecoder.TEMPLATE_ID, body), "snapshot says records=");
        refused(changed(snapshot, EventStateDecoder.TEMPLATE_ID, 2), "has unknown template");
        refused(changed(snapshot, EventStateDecoder.TEMPLATE_ID, 4), "is not of this snapshot format");
        // The header says the limits and the version, before which nothing is read.
        final List<UnsafeBuffer> records = new ArrayList<>();
        SnapshotBytes.read(snapshot, (buffer, at, length) -> records.add(new UnsafeBuffer(buffer, at, length)));
        Collections.swap(records, 0, 1);
        final SnapshotBytes swapped = new SnapshotBytes();
        records.forEach((record) -> swapped.write(record, 0, record.capacity()));
        refused(swapped.toByteArray(), "a snapshot begins with one header");
    }

    private static void refused(final byte[] snapshot, final String message)
    {
        assertThatThrownBy(() -> LocalClearing.restore(new Limits(), snapshot))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining(message);
    }

    /** A snapshot with one byte of the first record of a kind changed. */
    private static byte[] changed(final byte[] snapshot, final int templateId, final int offset)
    {
        final byte[] changed = snapshot.clone();
        final boolean[] isChanged = {false};
        SnapshotBlock.read(new UnsafeBuffer(changed), 0, changed.length, (buffer, at, length) ->
        {
            if (!isChanged[0] && templateId == MessageCheck.templateId(buffer, at))
            {
                isChanged[0] = true;
                changed[at + offset] ^= (byte)0x40;
            }
        });
        assertThat(isChanged[0]).isTrue();
        return changed;
    }

    /** Contract: ONCE-3. */
    @Test
    void anEntryLargerThanTheRingLosesNoEventAndIsRestoredWhole()
    {
        final int holders = 500;
        final Limits limits = smallLimits().pageBytes(390);
        final Desk live = Books.traded(new Desk(new LocalClearing(limits)));
        live.accepted(Desk.GATEWAY, Messages.deposit(5, 100_000_000, 9));
        for (int i = 0; i < holders; i++)
        {
            live.accepted(Desk.GATEWAY, Messages.openAccount(1_000 + i, 1_000 + i, 1));
            live.accepted(Desk.GATEWAY, Messages.deposit(1_000 + i, 20_000, 1_000 + i));
            live.accepted(Desk.GATEWAY, Messages.registerTrade(1_000 + i, 1_000 + i, 5, 1, 1_000));
            live.events();
        }
        live.accepted(Desk.GATEWAY, Messages.updateMarkPrices(2, 820));
        int accounts = 0;
        final List<UnsafeBuffer> pages = live.events(LiquidationPageDecoder.TEMPLATE_ID);
        for (final UnsafeBuffer page : pages)
        {
            accounts += new LiquidationPageDecoder().wrapAndApplyHeader(page, 0, new MessageHeaderDecoder())
                .rows().count();
        }
        assertThat(pages).hasSizeGreaterThan(limits.eventsRetained());
        assertThat(accounts).isEqualTo(holders);

        final byte[] snapshot = live.clearing().snapshot();
        final Desk restored = new Desk(LocalClearing.restore(limits, snapshot));
        assertThat(restored.clearing().snapshot()).isEqualTo(snapshot);
        for (int i = 0; i < 50; i++)
        {
            live.accepted(Desk.GATEWAY, Messages.deposit(5, 1, 10_000 + i));
            restored.accepted(Desk.GATEWAY, Messages.deposit(5, 1, 10_000 + i));
            assertThat(restored.clearing().snapshot()).isEqualTo(live.clearing().snapshot());
        }
    }
}
