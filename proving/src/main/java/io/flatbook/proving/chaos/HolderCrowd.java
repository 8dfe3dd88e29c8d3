package io.flatbook.proving.chaos;

import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.RiskSettings;
import io.flatbook.client.Trade;
import io.flatbook.proving.demo.CommandPump;
import io.flatbook.sbe.InstrumentKind;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * Many accounts of the guest, each with a position of one lot in an instrument of theirs, half of them long. The margin
 * of each is so thin that a mark {@link #FALLEN_TICKS} calls all that are long.
 */
final class HolderCrowd
{
    /** Holders of a run if nothing else is asked for. */
    static final int HOLDERS_DEFAULT = 10_000;
    /** Fewest holders, whose trades are one batch. */
    static final int HOLDERS_MIN = 32;

    /** The first of them; those with odd numbers are long. */
    static final long FIRST_ACCOUNT = 1_000_001;
    static final long MARK_TICKS = 50_000;
    static final long FALLEN_TICKS = 48_800;

    private static final String SYMBOL = "CROWD";
    private static final long MAX_TICKS = 120_000;
    private static final long DEPOSIT = 2_600;
    private static final int INITIAL_PPM = 50_000;
    private static final int MAINTENANCE_PPM = 30_000;
    private static final int BATCH = HOLDERS_MIN / 2;

    private final ChaosCluster rig;
    private int instrument;
    private long markSequence;

    private HolderCrowd(final ChaosCluster rig)
    {
        this.rig = rig;
    }

    /** Lets the guest in, opens all accounts and gives them their positions. */
    static HolderCrowd gather(final ChaosCluster rig)
    {
        final HolderCrowd crowd = new HolderCrowd(rig);
        try (FlatbookClient risk = GuestGateway.connect(rig, TradingFixture.RISK))
        {
            GuestGateway.accepted(risk,
                RiskSettings.defineGateway(GuestGateway.NAME, GuestGateway.VENUE, GatewayCapabilities.ALL, false));
            crowd.instrument = (int)risk.submit(RiskSettings.defineInstrument(new InstrumentDefinition()
                .symbol(SYMBOL)
                .kind(InstrumentKind.LINEAR_PERPETUAL)
                .settlementAsset(GuestGateway.ASSET)
                .units(new BigDecimal("0.1"), new BigDecimal("0.1"))
                .maxTicks(MAX_TICKS)
                .marginTiers(List.of(new MarginTier(0, INITIAL_PPM, MAINTENANCE_PPM)))), GuestGateway.TIMEOUT).detail();
        }
        crowd.mark(MARK_TICKS);
        final CommandPump pump = new CommandPump();
        try (FlatbookClient guest = FlatbookClient.connect(
            rig.context(GuestGateway.PRINCIPAL).receiveEvents(false).listener(pump)))
        {
            send(pump, guest, rig.holders(), (i) ->
                GatewayCommands.openAccount(FIRST_ACCOUNT + i, FIRST_ACCOUNT + i, GuestGateway.ASSET));
            send(pump, guest, rig.holders(), (i) -> GatewayCommands.deposit(FIRST_ACCOUNT + i, DEPOSIT, 1 + i));
            send(pump, guest, rig.holders() / HOLDERS_MIN, crowd::trades);
        }
        rig.note(rig.holders() + " holders");
        return crowd;
    }

    /** Number of their instrument. */
    int instrument()
    {
        return instrument;
    }

    /** Sends a mark and waits for its outcome. */
    void mark(final long ticks)
    {
        send(GatewayCommands.updateMarkPrices(++markSequence, new int[]{instrument}, new long[]{ticks}, 1));
    }

    /** Sends a command as the guest and waits for its outcome, which must be that it was accepted. */
    void send(final Command command)
    {
        try (FlatbookClient guest = FlatbookClient.connect(
            rig.context(GuestGateway.PRINCIPAL).receiveEvents(false).listener(new ClientListener()
            {
            })))
        {
            GuestGateway.accepted(guest, command);
        }
    }

    private static void send(
        final CommandPump pump, final FlatbookClient guest, final int count, final LongFunction<Command> commands)
    {
        pump.run(guest, count, (i) -> guest.trySubmit(commands.apply(i)), (answered) ->
        {
        });
    }

    private Command trades(final long number)
    {
        final List<Trade> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++)
        {
            final long pair = number * BATCH + i;
            batch.add(new Trade().tradeId(1 + pair).instrument(instrument).quantityLots(1).priceTicks(MARK_TICKS)
                .buyer(FIRST_ACCOUNT + 2 * pair).seller(FIRST_ACCOUNT + 2 * pair + 1));
        }
        return GatewayCommands.registerTrades(batch);
    }
}
