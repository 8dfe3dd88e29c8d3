package io.flatbook.cluster;

import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.UnknownVersionException;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.EntryRefusedDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.StorageStatusChangedDecoder;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClearingServiceTest
{
    private static final long TICK = 1;

    private final FakeClient risk = new FakeClient(1, Desk.RISK);
    private final List<Long> scheduled = new ArrayList<>();
    private Cluster.Role role = Cluster.Role.LEADER;
    private boolean isTimerTaken = true;
    private long logPosition;
    private long timeMs;
    private long commandId;
    private final Cluster cluster = (Cluster)Proxy.newProxyInstance(
        Cluster.class.getClassLoader(), new Class<?>[]{Cluster.class}, (proxy, method, args) ->
            switch (method.getName())
            {
                case "logPosition" -> logPosition;
                case "time" -> timeMs;
                case "role" -> role;
                case "clientSessions" -> List.of();
                case "scheduleTimer" -> isTimerTaken && scheduled.add((Long)args[0]);
                case "cancelTimer" -> true;
                default -> throw new UnsupportedOperationException(method.getName());
            });
    private ClearingService service = started();

    private ClearingService started(final long... refuseAt)
    {
        final ClearingService made = new ClearingService(new Limits());
        made.signals().refuseAt(refuseAt);
        made.startOffline(cluster, null);
        return made;
    }

    private void entry()
    {
        logPosition += 32;
        timeMs += 10;
    }

    private void open(final ClientSession client)
    {
        entry();
        service.onSessionOpen(client, timeMs);
    }

    private void timer(final long correlationId)
    {
        entry();
        service.onTimerEvent(correlationId, timeMs);
    }

    private void send(final UnsafeBuffer message)
    {
        resend(message, ++commandId);
    }

    private void resend(final UnsafeBuffer message, final long id)
    {
        entry();
        message.putLong(8, id, ByteOrder.LITTLE_ENDIAN);
        service.onSessionMessage(risk, timeMs, message, 0, message.capacity(), null);
    }

    private List<Desk.Answer> answers()
    {
        return risk.take().stream().map(Desk::decode).filter((answer) -> answer.commandId() > 0).toList();
    }

    private List<Long> storageTimers()
    {
        final List<Long> timers = scheduled.stream().filter((id) -> !isTick(id)).toList();
        scheduled.clear();
        return timers;
    }

    private static boolean isTick(final long id)
    {
        return TICK == (id & 3);
    }

    private boolean isLow()
    {
        return ((ClearingEngine)service.engine()).storage().isStorageLow();
    }

    @Test
    void onlyTheLeaderAsksForAChangeOfStorageAndOnce()
    {
        role = Cluster.Role.FOLLOWER;
        service.signals().storageLow(true);
        timer(TICK);
        assertThat(storageTimers()).as("of a follower").isEmpty();
        role = Cluster.Role.LEADER;
        timer(TICK);
        timer(TICK);
        assertThat(storageTimers()).containsExactly(StorageTimer.id(0, true));
        assertThat(isLow()).as("before the log has it").isFalse();

        timer(StorageTimer.id(0, true));
        assertThat(isLow()).isTrue();
        assertThat(storageTimers()).isEmpty();
        service.signals().storageLow(false);
        timer(TICK);
        assertThat(storageTimers()).containsExactly(StorageTimer.id(1, false));
    }

    @Test
    void nothingIsAskedForBeforeTheNodeHasSaidHowItIs()
    {
        role = Cluster.Role.LEADER;
        timer(StorageTimer.id(0, true));
        timer(TICK);
        assertThat(isLow()).isTrue();
        assertThat(storageTimers()).isEmpty();
    }

    @Test
    void aTimerThatWasNotTakenIsAskedForAgainAndSoIsOneOfAFormerTerm()
    {
        role = Cluster.Role.LEADER;
        service.signals().storageLow(true);
        isTimerTaken = false;
        timer(TICK);
        isTimerTaken = true;
        timer(TICK);
        assertThat(storageTimers()).containsExactly(StorageTimer.id(0, true));
        service.onRoleChange(Cluster.Role.FOLLOWER);
        service.onRoleChange(Cluster.Role.LEADER);
        service.onNewLeadershipTermEvent(1, logPosition, timeMs, 0, 0, 0, TimeUnit.MILLISECONDS, 0);
        assertThat(storageTimers()).containsExactly(StorageTimer.id(0, true));
    }

    @Test
    void aTimerThatComesLateChangesNothing()
    {
        timer(StorageTimer.id(0, true));
        timer(StorageTimer.id(1, false));
        timer(StorageTimer.id(0, true));
        timer(StorageTimer.id(1, true));
        timer(StorageTimer.id(1, false));
        assertThat(isLow()).isFalse();
        timer(StorageTimer.id(2, true));
        assertThat(isLow()).isTrue();
    }

    @Test
    void everybodyIsToldThatStorageIsLow()
    {
        open(risk);
        send(QueryMessages.eventsQuery(1));
        risk.take();
        timer(StorageTimer.id(0, true));
        assertThat(templates()).containsExactly(StorageStatusChangedDecoder.TEMPLATE_ID);
    }

    @Test
    void aCommandThatIsRefusedTakesItsIdAndIsNotApplied()
    {
        service = started(64);
        open(risk);
        final UnsafeBuffer asset = RiskMessages.defineAsset("USD", 2);
        send(asset);
        // The other answer is the report of the take-over (ONCE-2).
        assertThat(answers()).extracting(Desk.Answer::reason)
            .containsExactly(RejectReason.ENGINE_FAULT, RejectReason.NONE);
        assertThat(service.engine().book().assetCount()).isZero();
        resend(asset, 1);
        assertThat(answers()).extracting(Desk.Answer::reason).containsExactly(RejectReason.ENGINE_FAULT);
        send(RiskMessages.defineAsset("USD", 2));
        assertThat(answers()).extracting(Desk.Answer::reason).containsExactly(RejectReason.NONE);
        assertThat(service.status().refusedPositions()).isEmpty();
        timer(TICK);
        assertThat(service.engine().book().assetCount()).isEqualTo(1);
    }

    @Test
    void riskIsToldOfARefusedEntry()
    {
        service = started(96);
        open(risk);
        send(QueryMessages.eventsQuery(1));
        commandId = 0;
        risk.take();
        send(RiskMessages.defineAsset("USD", 2));
        assertThat(templates()).contains(EntryRefusedDecoder.TEMPLATE_ID);
    }

    @Test
    void atAnEntryOfATimerOrASessionThatIsRefusedWhatIsDueWaits()
    {
        service = started(64, 96, 128);
        open(risk);
        final long timeMsBefore = service.engine().timeMs();
        timer(TICK);
        open(new FakeClient(7, "ops/olga"));
        service.onSessionClose(new FakeClient(7, "ops/olga"), timeMs, null);
        assertThat(service.engine().timeMs()).isEqualTo(timeMsBefore);
        assertThat(scheduled).as("the tick goes on").anyMatch(ClearingServiceTest::isTick);
        timer(TICK);
        timer(TICK);
        assertThat(service.engine().timeMs()).isEqualTo(timeMs);
    }

    @Test
    void refusalsAreStateOfTheReplicaAndInTheSnapshot()
    {
        service = started(64);
        open(risk);
        send(RiskMessages.defineAsset("USD", 2));
        final SnapshotBytes snapshot = new SnapshotBytes();
        service.takeSnapshot(snapshot);
        final long replicaHash = service.engine().replicaHash();
        final SnapshotSource source = (records) ->
        {
            final UnsafeBuffer bytes = new UnsafeBuffer(snapshot.toByteArray());
            for (int at = 0; at < bytes.capacity(); )
            {
                final int length = bytes.getInt(at, ByteOrder.LITTLE_ENDIAN);
                records.onMessage(bytes, at + Integer.BYTES, length);
                at += Integer.BYTES + length;
            }
        };

        for (final long[] refuseAt : new long[][]{{}, {64}, {64, logPosition + 32}})
        {
            final ClearingService restored = new ClearingService(new Limits());
            restored.signals().refuseAt(refuseAt);
            restored.startOffline(cluster, source);
            assertThat(restored.engine().replicaHash()).isEqualTo(replicaHash);
            assertThat(restored.status().refusedPositions()).containsExactly(64L);
        }
        final ClearingService late = new ClearingService(new Limits());
        late.signals().refuseAt(32);
        assertThatThrownBy(() -> late.startOffline(cluster, source)).isInstanceOf(RefusalMissedException.class)
            .hasMessageContaining("log position 32 is to be refused").hasMessageContaining("snapshot at position 64");
    }

    @Test
    void theEndOfTheServiceNamesThePositionToRefuse()
    {
        service = new ClearingService(new Limits(), (events) -> (ClearingEvents)Proxy.newProxyInstance(
            ClearingEvents.class.getClassLoader(), new Class<?>[]{ClearingEvents.class}, (proxy, method, args) ->
            {
                throw new IllegalStateException("planted");
            }));
        service.startOffline(cluster, null);
        open(risk);
        assertThatThrownBy(() -> send(RiskMessages.defineAsset("USD", 2)))
            .isInstanceOf(AgentTerminationException.class)
            .hasMessageContaining("stopped in onSessionMessage, logPosition=64: ")
            .hasMessageContaining("refuseAt=64 on all nodes goes past it");
    }

    @Test
    void aVersionThatTheBinaryDoesNotKnowEndsTheServiceAndIsNotToBeRefused()
    {
        open(risk);
        final int unknown = ((ClearingEngine)service.engine()).version() + 1;
        assertThatThrownBy(() -> send(RiskMessages.activateVersion(unknown)))
            .isInstanceOf(AgentTerminationException.class)
            .hasCauseInstanceOf(UnknownVersionException.class)
            .hasMessageContaining("logPosition=64: ")
            .hasMessageNotContaining("refuseAt");
    }

    private List<Integer> templates()
    {
        return risk.take().stream().map((bytes) -> MessageCheck.templateId(new UnsafeBuffer(bytes), 0)).toList();
    }
}
