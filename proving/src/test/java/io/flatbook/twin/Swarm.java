package io.flatbook.twin;

import io.flatbook.client.Command;
import io.flatbook.engine.book.Limits;
import io.flatbook.twin.Clearing.By;
import io.flatbook.twin.Scene.Step;

import org.agrona.ExpandableArrayBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The makers of the differential test as a workload: commands of every kind for gateways and risk officers of a real
 * cluster. A twin takes each as it is made, so that most of what follows makes sense; in what order the cluster takes
 * them is another matter, which {@link SwarmAudit} judges by the log.
 */
public final class Swarm
{
    /** Whom commands come from. */
    public static final List<String> PRINCIPALS =
        List.of("risk/alice", "risk/bob", "gateway/a", "gateway/b", "gateway/marks");

    /** Who acts for risk. */
    public static final String RISK = Scene.ALICE;

    /** So many bookings have room in an entry, if nothing else is said. */
    public static final int BOOKINGS_PER_ENTRY = 40;

    private static final int VERSION_FIRST = 1;

    private final Scene scene;
    private final Twin twin;
    private final Chance chance;
    private final WireClearing wire;
    private final TreeMap<String, Long> kinds = new TreeMap<>();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer();
    private CommandMaker maker;

    /**
     * A command that a principal is about to send.
     *
     * @param principal who.
     * @param wire      what the client sends.
     * @param text      how it reads.
     * @param twin      the same as the twin takes it.
     */
    public record Order(String principal, Command wire, String text, Object twin)
    {
    }

    /**
     * A new world.
     *
     * @param seed    of all that is drawn.
     * @param version of the engine.
     */
    public Swarm(final long seed, final int version)
    {
        this(seed, version, BOOKINGS_PER_ENTRY);
    }

    /**
     * A new world with more or less room in an entry.
     *
     * @param seed             of all that is drawn.
     * @param version          of the engine.
     * @param bookingsPerEntry limit of the entry.
     */
    public Swarm(final long seed, final int version, final int bookingsPerEntry)
    {
        chance = new Chance(seed);
        twin = newTwin(version, bookingsPerEntry);
        scene = new Scene(twin, chance);
        wire = new WireClearing(scene.proposable);
    }

    /**
     * The limits that the twin knows, as a service takes them.
     *
     * @return the same each time.
     */
    public static Limits limits()
    {
        return limits(BOOKINGS_PER_ENTRY);
    }

    /**
     * The limits with more or less room in an entry.
     *
     * @param bookingsPerEntry limit of the entry.
     * @return the same each time.
     */
    public static Limits limits(final int bookingsPerEntry)
    {
        return DifferentialPair.engineLimits(twinLimits(bookingsPerEntry));
    }

    private static TwinLimits twinLimits(final int bookingsPerEntry)
    {
        return new TwinLimits(
            bookingsPerEntry, 9, 5, 10, 3, 4, 16, 11, 5, 4, 6, 4_096, 8, 4, 9, 256, 60_000, 20_000);
    }

    /**
     * What is defined first, and each account's first deposit; to be sent in this order.
     *
     * @param nowMs of the cluster.
     * @return the commands.
     */
    public List<Order> world(final long nowMs)
    {
        final List<Order> orders = new ArrayList<>();
        for (final Step step : new WorldMaker(scene, new DefinitionMaker(chance, nowMs)).world())
        {
            add(orders, taken(step, nowMs));
        }
        maker = new CommandMaker(scene);
        for (final TwinNouns.Account account : List.copyOf(twin.accounts.values()))
        {
            add(orders, taken(maker.deposit(account), nowMs));
        }
        return orders;
    }

    /**
     * The next command.
     *
     * @param nowMs of the cluster.
     * @return one that a client can send.
     */
    public Order next(final long nowMs)
    {
        Order order = taken(maker.next(), nowMs);
        while (null == order)
        {
            order = taken(maker.next(), nowMs);
        }
        return order;
    }

    /**
     * Activates the version after the first one, whatever the twin makes of it.
     *
     * @param nowMs of the cluster.
     * @return the command.
     */
    public Order activation(final long nowMs)
    {
        final int version = VERSION_FIRST + 1;
        return taken(
            Scene.step(RISK, (clearing, by) -> clearing.activateVersion(by, version), "version", version), nowMs);
    }

    /**
     * How many commands of each kind were made.
     *
     * @return by the name of the message.
     */
    public Map<String, Long> kinds()
    {
        return kinds;
    }

    /** A twin that knows nothing yet. */
    static Twin newTwin(final int version, final int bookingsPerEntry)
    {
        return new Twin(twinLimits(bookingsPerEntry), version);
    }

    /** Null if a client would not send it. */
    private Order taken(final Step step, final long nowMs)
    {
        final By by = new By(step.by(), false);
        final Command command;
        if (!PRINCIPALS.contains(step.by()))
        {
            return null;
        }
        try
        {
            command = wire.encoded(step.command(), by);
            command.encode(scratch, 0, 1);
        }
        catch (final IllegalArgumentException | ArithmeticException | NullPointerException ex)
        {
            return null;
        }
        kinds.merge(wire.kind(), 1L, Long::sum);
        twin.advanceTo(nowMs);
        step.command().sendTo(twin, by);
        twin.events.clear();
        return new Order(step.by(), command, step.text(), step.command());
    }

    private static void add(final List<Order> orders, final Order order)
    {
        if (null != order)
        {
            orders.add(order);
        }
    }
}
