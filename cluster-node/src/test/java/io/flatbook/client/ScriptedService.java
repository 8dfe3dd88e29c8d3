package io.flatbook.client;

import io.aeron.cluster.codecs.CloseReason;
import io.aeron.cluster.service.ClientSession;
import io.aeron.cluster.service.Cluster;
import io.aeron.logbuffer.Header;
import io.flatbook.cluster.SessionPrincipal;
import io.flatbook.node.HostedService;
import io.flatbook.node.IdleService;
import io.flatbook.sbe.CommandOutcomeEncoder;
import io.flatbook.sbe.CommandOutcomeQueryDecoder;
import io.flatbook.sbe.EventsGoneEncoder;
import io.flatbook.sbe.EventsQueryDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.ProposalExpiredEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.SessionReportEncoder;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The outside of the clearing service without a book: gate, outcomes, session reports and one event per command, all
 * addressed to everybody. It can lose messages and sessions on request, as a network does.
 */
final class ScriptedService extends IdleService
{
    static final int OUTCOMES_RETAINED = 64;

    /** What the next messages meet; shared by the nodes of a test. */
    static final class Faults
    {
        final AtomicInteger outcomesToDrop = new AtomicInteger();
        final AtomicInteger eventsToDrop = new AtomicInteger();
        final AtomicInteger sessionsToClose = new AtomicInteger();
        final AtomicInteger repeats = new AtomicInteger();
        volatile long retainedFrom = 1;

        private static boolean take(final AtomicInteger faults)
        {
            return 0 < faults.get() && 0 <= faults.decrementAndGet();
        }
    }

    private static final class Gate
    {
        private final List<Integer> hashes = new ArrayList<>();
    }

    private final Faults faults;
    private final Map<String, Gate> gates = new TreeMap<>();
    private final Map<Long, Long> cursors = new TreeMap<>();
    private final List<Long> events = new ArrayList<>();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(1024);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();

    ScriptedService(final Faults faults)
    {
        this.faults = faults;
    }

    static HostedService hosted(final Faults faults)
    {
        return new HostedService(new ScriptedService(faults), () -> null);
    }

    @Override
    public void onSessionOpen(final ClientSession session, final long timestamp)
    {
        report(session);
    }

    @Override
    public void onSessionClose(final ClientSession session, final long timestamp, final CloseReason closeReason)
    {
        cursors.remove(session.id());
    }

    @Override
    public void onSessionMessage(
        final ClientSession session,
        final long timestamp,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Header header)
    {
        final int templateId = new MessageHeaderDecoder().wrap(buffer, offset).templateId();
        final long id = buffer.getLong(offset + 8, ByteOrder.LITTLE_ENDIAN);
        if (EventsQueryDecoder.TEMPLATE_ID == templateId)
        {
            final long from = new EventsQueryDecoder()
                .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()).from();
            if (from < faults.retainedFrom)
            {
                offer(session, 8 + new EventsGoneEncoder().wrapAndApplyHeader(scratch, 0, headerEncoder)
                    .correlationId(id).retainedFrom(faults.retainedFrom).encodedLength());
            }
            else
            {
                cursors.put(session.id(), from);
            }
        }
        else if (CommandOutcomeQueryDecoder.TEMPLATE_ID == templateId)
        {
            outcome(session, buffer.getLong(offset + 16, ByteOrder.LITTLE_ENDIAN), RejectReason.NONE, 0, Switch.ON);
        }
        else
        {
            command(session, id, buffer, offset, length);
        }
        sendEvents();
        if (cluster.role() == Cluster.Role.LEADER && Faults.take(faults.sessionsToClose))
        {
            session.close();
        }
    }

    @Override
    public void onTimerEvent(final long correlationId, final long timestamp)
    {
        cluster.forEachClientSession(this::report);
        sendEvents();
        cluster.scheduleTimer(1, timestamp + 1_000);
    }

    @Override
    public void onNewLeadershipTermEvent(
        final long leadershipTermId,
        final long logPosition,
        final long timestamp,
        final long termBaseLogPosition,
        final int leaderMemberId,
        final int logSessionId,
        final TimeUnit timeUnit,
        final int appVersion)
    {
        cluster.scheduleTimer(1, timestamp + 1_000);
    }

    private void command(
        final ClientSession session, final long id, final DirectBuffer buffer, final int offset, final int length)
    {
        final List<Integer> hashes = gate(session).hashes;
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        final int hash = Arrays.hashCode(bytes);
        final long nextId = hashes.size() + 1;
        if (id == nextId)
        {
            hashes.add(hash);
            events.add(id);
            outcome(session, id, RejectReason.NONE, 0, Switch.OFF);
        }
        else if (nextId < id)
        {
            outcome(session, id, RejectReason.SEQUENCE_GAP, nextId, Switch.OFF);
        }
        else if (hashes.get((int)id - 1) == hash)
        {
            faults.repeats.incrementAndGet();
            outcome(session, id, RejectReason.NONE, 0, Switch.ON);
        }
        else
        {
            outcome(session, id, RejectReason.COMMAND_ID_REUSED, nextId, Switch.OFF);
        }
    }

    private Gate gate(final ClientSession session)
    {
        return gates.computeIfAbsent(
            SessionPrincipal.decode(session.encodedPrincipal()).name(), name -> new Gate());
    }

    private void outcome(
        final ClientSession session,
        final long id,
        final RejectReason reason,
        final long detail,
        final Switch duplicate)
    {
        if (isLeader() && Faults.take(faults.outcomesToDrop))
        {
            return;
        }
        final CommandOutcomeEncoder encoder = new CommandOutcomeEncoder()
            .wrapAndApplyHeader(scratch, 0, headerEncoder)
            .commandId(id).reason(reason).field(RejectField.NONE).detail(detail).firstEventSequence(events.size())
            .duplicate(duplicate);
        encoder.tradesCount(0);
        offer(session, 8 + encoder.encodedLength());
    }

    private void report(final ClientSession session)
    {
        offer(session, 8 + new SessionReportEncoder().wrapAndApplyHeader(scratch, 0, headerEncoder)
            .lastCommandId(gate(session).hashes.size()).lastEventSequence(events.size())
            .retainedFrom(faults.retainedFrom).logPosition(cluster.logPosition()).timestamp(cluster.time())
            .stateHash(0).role(Role.GATEWAY).outcomesRetained(OUTCOMES_RETAINED).batchTrades(16).markUpdates(256)
            .reason(RejectReason.NONE).field(RejectField.NONE).schemaVersion(SessionReportEncoder.SCHEMA_VERSION)
            .epoch(0).encodedLength());
    }

    private void sendEvents()
    {
        cluster.forEachClientSession(session ->
        {
            long from = cursors.getOrDefault(session.id(), Long.MAX_VALUE);
            while (from <= events.size())
            {
                final ProposalExpiredEncoder encoder = new ProposalExpiredEncoder()
                    .wrapAndApplyHeader(scratch, 0, headerEncoder).proposal(events.get((int)from - 1));
                encoder.header().eventSequence(from).previousSequence(from - 1).logPosition(0).timestampMs(0);
                if (!(isLeader() && Faults.take(faults.eventsToDrop)) && !offer(session, 8 + encoder.encodedLength()))
                {
                    break;
                }
                from++;
                cursors.put(session.id(), from);
            }
        });
    }

    private boolean isLeader()
    {
        return Cluster.Role.LEADER == cluster.role();
    }

    private boolean offer(final ClientSession session, final int length)
    {
        return 0 < session.offer(scratch, 0, length);
    }
}
