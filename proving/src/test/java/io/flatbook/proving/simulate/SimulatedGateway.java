package io.flatbook.proving.simulate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.aeron.Aeron;
import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.SimulatedTransport;
import io.flatbook.cluster.CommandHash;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.twin.Swarm;

/**
 * A principal with a client of the library: sends its orders, and is replaced by the next client when it crashes or is
 * taken over.
 */
final class SimulatedGateway
{
    private static final int WINDOW = 64;
    private static final long FORMER_POLL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofMinutes(10);

    private final String principal;
    private final Scheduler scheduler;
    private final Host host;
    private final String ingress;
    private final Supplier<Aeron> transport;
    private final Consumer<String> violations;
    private final Counts counts;
    private final Ledger ledger = new Ledger();
    private final ArrayDeque<Swarm.Order> orders = new ArrayDeque<>();
    private final List<Instance> former = new ArrayList<>();
    private Instance present;
    private int clients;
    private long stalledUntilNs;
    private long hash;

    SimulatedGateway(
        final String principal, final Host host, final Scheduler scheduler, final String ingress,
        final Supplier<Aeron> transport, final Consumer<String> violations, final Counts counts)
    {
        this.principal = principal;
        this.host = host;
        this.scheduler = scheduler;
        this.ingress = ingress;
        this.transport = transport;
        this.violations = violations;
        this.counts = counts;
    }

    /** A client from its start to its end. */
    private final class Instance implements ClientListener
    {
        private final int number = ++clients;
        private final Scheduler.Task task = scheduler.add(principal + '#' + number, host, this::duty);
        private FlatbookClient client;
        private Scheduler.Task conductor;
        private long nextPollNs;

        @Override
        public void onOutcome(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            if (RejectReason.FENCED == reason && this != present)
            {
                counts.add("commands fenced");
                return;
            }
            final String wrong = ledger.answered(
                commandId, number, new Ledger.Answer(reason, field, detail, firstEventSequence));
            if (null != wrong)
            {
                violations.accept(principal + ": " + wrong);
            }
        }

        /** What was sent twice and is then refused at the gate ends so: an earlier copy may have been applied. */
        @Override
        public void onOutcomeUnknown(final long commandId)
        {
            counts.add("outcomes unknown");
        }

        @Override
        public void onFenced(final long lastCommandId)
        {
            counts.add("clients fenced");
            if (this == present)
            {
                violations.accept(principal + ": fenced, and nobody took over");
            }
        }

        @Override
        public void onEventsGone(final long fromSequence, final long retainedFromSequence)
        {
            violations.accept(principal + ": events " + fromSequence + " to " + retainedFromSequence + " are gone");
        }

        @Override
        public void onAcknowledgedCommandsLost(final long lastCommandId, final long lastAppliedId)
        {
            violations.accept(
                principal + ": acknowledged up to " + lastCommandId + ", applied up to " + lastAppliedId);
        }

        /** Its conductor has a turn of its own: the client leaves it alone between two attempts to connect. */
        private Aeron serviced(final Aeron aeron)
        {
            stopServicing();
            conductor = scheduler.add(principal + " conductor", host, aeron.conductorAgentInvoker()::invoke);
            return aeron;
        }

        private void stopServicing()
        {
            if (null != conductor)
            {
                scheduler.kill(conductor);
            }
        }

        private void end()
        {
            scheduler.kill(task);
            stopServicing();
        }

        private int duty()
        {
            if (null == client)
            {
                client = connect();
                return 1;
            }
            if (scheduler.nowNs() < stalledUntilNs)
            {
                return 0;
            }
            return (listens() ? client.poll() : 0) + send();
        }

        /** One that was taken over notices that late. */
        private boolean listens()
        {
            final boolean isDue = this == present || nextPollNs <= scheduler.nowNs();
            nextPollNs = isDue ? scheduler.nowNs() + FORMER_POLL_NS : nextPollNs;
            return isDue;
        }

        /** The next one is connected, and the principal was known when its session was opened. */
        private boolean isTakenOver()
        {
            return this != present && null != present.client && 0 < ledger.answered();
        }

        private FlatbookClient connect()
        {
            final FlatbookClient.Context context = new FlatbookClient.Context()
                .clusterName("simulated")
                .ingressEndpoints(ingress)
                .ingressChannel("aeron:udp?term-length=64k")
                .egressChannel("aeron:udp?term-length=64k|endpoint=" + host.addressText() + ":0")
                .window(WINDOW)
                .connectTimeout(CONNECT_TIMEOUT)
                .idleStrategy(new SchedulerIdle(scheduler))
                .listener(this);
            final int slash = principal.indexOf('/');
            final String name = principal.substring(slash + 1);
            final FlatbookClient.Context named =
                principal.startsWith("risk") ? context.risk(name) : context.gateway(name);
            return FlatbookClient.connect(SimulatedTransport.in(
                named, host.nanoClock(), () -> serviced(transport.get())));
        }

        private int send()
        {
            int sent = 0;
            while (!orders.isEmpty())
            {
                final Command next = orders.peek().wire();
                final long id = client.trySubmit((buffer, offset, commandId) ->
                {
                    final int length = next.encode(buffer, offset, commandId);
                    hash = CommandHash.of(buffer, offset, length);
                    return length;
                });
                if (id < 0)
                {
                    break;
                }
                final boolean isFenced = isTakenOver();
                counts.add("commands sent after a take-over", isFenced ? 1 : 0);
                ledger.sent(id, orders.poll(), hash, number, isFenced);
                sent++;
            }
            return sent;
        }
    }

    String principal()
    {
        return principal;
    }

    Host host()
    {
        return host;
    }

    Ledger ledger()
    {
        return ledger;
    }

    void add(final Swarm.Order order)
    {
        orders.add(order);
    }

    /** Orders that were not sent or not answered. */
    int open()
    {
        return orders.size() + (null == present.client ? 1 : present.client.unacknowledged());
    }

    String state()
    {
        return null == present.client ? "no client" : present.client.state().name();
    }

    /** It polls no more until then. */
    void stallUntil(final long untilNs)
    {
        stalledUntilNs = untilNs;
    }

    /** A client that sends and polls; the one before is gone without a word. */
    void replace()
    {
        if (null != present)
        {
            present.end();
            counts.add("clients replaced");
        }
        present = new Instance();
    }

    /**
     * A client that sends and polls beside the one before, which knows nothing of it. One that is still connecting
     * would take over in its turn, so it is replaced.
     *
     * @return ends the one before.
     */
    Runnable takeOver()
    {
        final Instance before = present;
        if (null == before.client)
        {
            replace();
            return before::end;
        }
        former.add(before);
        present = new Instance();
        counts.add("clients taken over");
        return before::end;
    }

    /** Whoever was taken over sends no more. */
    void endFormer()
    {
        former.forEach(Instance::end);
        former.clear();
    }
}
