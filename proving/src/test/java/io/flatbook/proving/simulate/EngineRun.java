package io.flatbook.proving.simulate;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.Swarm;
import io.flatbook.twin.SwarmAudit;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * One seed of the pure engine behind its message adapter: at random points it is replaced by what its snapshot
 * restores, and must go on as one that was never replaced, byte for byte, and as the slow twin says. An entry of odd
 * seeds has little room, so that snapshots also hold runs of later rounds (RUN-11).
 */
final class EngineRun
{
    private static final long START_MS = 1_700_000_000_000L;
    private static final int STEP_MS = 120;
    private static final int LONG_STEP_MS = 20_000;
    private static final int LONG_STEP_ONE_IN = 400;
    private static final int TICK_ONE_IN = 2;
    private static final int RESTORE_ONE_IN = 150;
    private static final int AGAIN_ONE_IN = 20;
    private static final int BALANCES_EVERY = 16;
    private static final int ENTRY_LENGTH = 256;
    private static final int BOOKINGS_FEW = 3;

    private final long seed;
    private final Bug bug;
    private final SplittableRandom random;
    private final Swarm swarm;
    private final int bookings;
    private final SwarmAudit twin;
    private final LocalClearing unbroken;
    private final Map<String, Long> lastIds = new HashMap<>();
    private final ExpandableArrayBuffer message = new ExpandableArrayBuffer();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CommandOutcomeDecoder outcome = new CommandOutcomeDecoder();
    private LocalClearing tested;
    private long nowMs = START_MS;
    private long logPosition;
    private int commands;
    private int restores;
    private int repetitions;

    /** What a command brought forth: its answers, and all events. */
    private record Said(byte[] answers, byte[] events)
    {
        boolean isSame(final Said other)
        {
            return Arrays.equals(answers, other.answers) && Arrays.equals(events, other.events);
        }
    }

    EngineRun(final long seed, final Bug bug)
    {
        this.seed = seed;
        this.bug = bug;
        random = new SplittableRandom(seed);
        bookings = 0 == (seed & 1) ? Swarm.BOOKINGS_PER_ENTRY : BOOKINGS_FEW;
        unbroken = new LocalClearing(Swarm.limits(bookings));
        tested = new LocalClearing(Swarm.limits(bookings));
        swarm = new Swarm(random.nextLong(), Simulation.ENGINE_VERSION, bookings);
        twin = new SwarmAudit(Simulation.ENGINE_VERSION, bookings);
        twin.beside(tested.engine());
    }

    /** @return what is wrong, or null. */
    String run(final int commandsMax)
    {
        final List<Swarm.Order> world = new ArrayList<>(swarm.world(nowMs));
        String wrong = null;
        try
        {
            while (null == wrong && commands < commandsMax)
            {
                wrong = pass();
                wrong = null == wrong && 0 == random.nextInt(RESTORE_ONE_IN) ? restore() : wrong;
                final int next = commands++;
                wrong = null == wrong ? take(next < world.size() ? world.get(next) : swarm.next(nowMs)) : wrong;
            }
            wrong = null == wrong ? restore() : wrong;
        }
        catch (final RuntimeException | AssertionError ex)
        {
            wrong = ex.toString();
        }
        return null == wrong ? null : "seed " + seed + " command " + commands + ": " + wrong;
    }

    int commands()
    {
        return commands;
    }

    int restores()
    {
        return restores;
    }

    int repetitions()
    {
        return repetitions;
    }

    long virtualMs()
    {
        return nowMs - START_MS;
    }

    Map<String, Long> clauses()
    {
        return twin.clauses();
    }

    private String pass()
    {
        nowMs += random.nextInt(0 == random.nextInt(LONG_STEP_ONE_IN) ? LONG_STEP_MS : STEP_MS);
        if (0 == random.nextInt(TICK_ONE_IN))
        {
            tested.advanceTo(nowMs);
            unbroken.advanceTo(nowMs);
            twin.advanceTo(tested.timeMs());
        }
        return Arrays.equals(events(tested), events(unbroken)) ? null :
            "time passes: an engine that was restored says something else";
    }

    private String restore()
    {
        restores++;
        final byte[] snapshot = tested.snapshot();
        tested = LocalClearing.restore(
            Swarm.limits(bookings), Bug.SNAPSHOT_FIELD == bug ? Bug.without(snapshot) : snapshot);
        twin.beside(tested.engine());
        return Arrays.equals(unbroken.snapshot(), tested.snapshot()) ? null :
            "what a snapshot restored differs from what never was in one";
    }

    private String take(final Swarm.Order order)
    {
        final long id = 1 + lastIds.getOrDefault(order.principal(), 0L);
        final int length = order.wire().encode(message, 0, id);
        final Said said = said(tested, order, length);
        if (!said.isSame(said(unbroken, order, length)))
        {
            return order.text() + ": an engine that was restored says something else";
        }
        String wrong = judged(order);
        if (null == wrong && id == tested.lastCommandId(order.principal()))
        {
            lastIds.put(order.principal(), id);
            wrong = 0 == random.nextInt(AGAIN_ONE_IN) ? again(order, length) : null;
        }
        if (null == wrong && 0 == commands % BALANCES_EVERY)
        {
            final String differences = twin.differences();
            wrong = differences.isEmpty() ? null : "the books differ: " + differences;
        }
        return wrong;
    }

    /** The twin takes it too. */
    private String judged(final Swarm.Order order)
    {
        return twin.take(order, nowMs, outcome.reason(), outcome.field(), outcome.detail());
    }

    /** The same bytes once more change nothing and are answered as before. */
    private String again(final Swarm.Order order, final int length)
    {
        repetitions++;
        final RejectReason reason = outcome.reason();
        final RejectField field = outcome.field();
        final long detail = outcome.detail();
        final long stateHash = tested.stateHash();
        final boolean isSame = said(tested, order, length).isSame(said(unbroken, order, length));
        return isSame && Switch.ON == outcome.duplicate() && reason == outcome.reason() && field == outcome.field() &&
            detail == outcome.detail() && stateHash == tested.stateHash() ? null :
            order.text() + ": sent again it was answered with " + outcome.reason() + ", before with " + reason;
    }

    private Said said(final LocalClearing clearing, final Swarm.Order order, final int length)
    {
        final ByteArrayOutputStream answers = new ByteArrayOutputStream();
        logPosition += clearing == tested ? ENTRY_LENGTH : 0;
        clearing.logPosition(logPosition);
        clearing.onMessage(nowMs, order.principal(), message, 0, length, (buffer, offset, taken) ->
        {
            keep(answers, buffer, offset, taken);
            if (CommandOutcomeDecoder.TEMPLATE_ID == header.wrap(buffer, offset).templateId())
            {
                final ExpandableArrayBuffer kept = new ExpandableArrayBuffer(taken);
                kept.putBytes(0, buffer, offset, taken);
                outcome.wrapAndApplyHeader(kept, 0, header);
            }
        });
        return new Said(answers.toByteArray(), events(clearing));
    }

    /** What an engine told since it was last asked. */
    private static byte[] events(final LocalClearing clearing)
    {
        final ByteArrayOutputStream events = new ByteArrayOutputStream();
        clearing.takeEvents((buffer, offset, taken) -> keep(events, buffer, offset, taken));
        return events.toByteArray();
    }

    private static void keep(
        final ByteArrayOutputStream out, final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        out.write(bytes, 0, length);
    }
}
