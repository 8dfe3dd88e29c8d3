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
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Many accounts of the guest, each with a position of one lot in an instrument of theirs, half of them long. The margin
 * of each is so thin that a mark {@link #FALLEN_TICKS} calls all that are long.
 */
final class HolderCrowd implements ClientListener
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
    private static final long PARK_NS = 100_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final ChaosCluster rig;
    private int instrument;
    private long markSequence;
    private long answered;
    private String refusal;

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
        try (FlatbookClient guest = FlatbookClient.connect(
            rig.context(GuestGateway.PRINCIPAL).receiveEvents(false).listener(crowd)))
        {
            crowd.pump(guest, rig.holders(), (i) ->
                GatewayCommands.openAccount(FIRST_ACCOUNT + i, FIRST_ACCOUNT + i, GuestGateway.ASSET));
            crowd.pump(guest, rig.holders(), (i) -> GatewayCommands.deposit(FIRST_ACCOUNT + i, DEPOSIT, 1 + i));
            crowd.pump(guest, rig.holders() / HOLDERS_MIN, crowd::trades);
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

    @Override
    public void onTradeOutcome(
        final long commandId, final int index, final RejectReason reason, final RejectField field)
    {
        refused(commandId, reason, field);
    }

    @Override
    public void onOutcome(
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        refused(commandId, reason, field);
        answered++;
    }

    private void refused(final long commandId, final RejectReason reason, final RejectField field)
    {
        if (RejectReason.NONE != reason && null == refusal)
        {
            refusal = "command " + commandId + " of the crowd was refused: " + reason + ' ' + field;
        }
    }

    private Command trades(final int number)
    {
        final List<Trade> batch = new ArrayList<>();
        for (int i = 0; i < BATCH; i++)
        {
            final long pair = (long)number * BATCH + i;
            batch.add(new Trade().tradeId(1 + pair).instrument(instrument).quantityLots(1).priceTicks(MARK_TICKS)
                .buyer(FIRST_ACCOUNT + 2 * pair).seller(FIRST_ACCOUNT + 2 * pair + 1));
        }
        return GatewayCommands.registerTrades(batch);
    }

    private void pump(final FlatbookClient guest, final int count, final IntFunction<Command> commands)
    {
        answered = 0;
        int next = 0;
        long before = 0;
        long answeredNs = System.nanoTime();
        while (answered < count)
        {
            int work = guest.poll();
            while (next < count && 0 < guest.trySubmit(commands.apply(next)))
            {
                next++;
                work++;
            }
            if (0 == work)
            {
                LockSupport.parkNanos(PARK_NS);
            }
            answeredNs = before == answered ? answeredNs : System.nanoTime();
            before = answered;
            if (null != refusal || System.nanoTime() - answeredNs > PATIENCE_NS)
            {
                throw new NotAsPromisedException(null == refusal ? "no answer to the crowd for a minute" : refusal);
            }
        }
    }
}
