package io.flatbook.twin;

import static io.flatbook.twin.Scene.ALICE;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import io.flatbook.twin.Clearing.By;
import io.flatbook.twin.Clearing.Command;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Gateway;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Engine and twin over the commands of one seed, with numbers of any size up to 64 bits. With many positions, accounts
 * hold so many of the largest that only all of them together are too much (NUM-4).
 */
final class LargeNumbers
{
    private static final InstrumentKind[] KINDS = {InstrumentKind.LINEAR_PERPETUAL, InstrumentKind.INVERSE_PERPETUAL,
        InstrumentKind.LINEAR_FUTURE, InstrumentKind.CALL, InstrumentKind.PUT};
    private static final OffsetPolicyKind[] POLICIES =
        {OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL};
    private static final int ACCOUNTS = 8;
    private static final int OWN_PAIRS = ACCOUNTS / 2;
    private static final int MANY = 110;
    private static final int ASKED_EVERY = 15;

    private final SplittableRandom random;
    private final int instruments;
    private final long[] minTicks;
    private final long[] maxTicks;
    private final EngineSide engine;
    private final Twin twin;
    private final TwinComparison comparison;
    private final EngineChecks checks;
    private final List<Trade> booked = new ArrayList<>();
    private long timestampMs = 1_700_000_000_000L;
    private long lastId;
    private String difference;
    private int runs;
    private int positionsMost;

    LargeNumbers(final long seed)
    {
        this(seed, KINDS.length);
    }

    private LargeNumbers(final long seed, final int instruments)
    {
        random = new SplittableRandom(seed);
        this.instruments = instruments;
        minTicks = new long[1 + instruments];
        maxTicks = new long[1 + instruments];
        final TwinLimits limits = new TwinLimits(
            40, 12, 1 + instruments, 5 + instruments, 3, 4, 16, 11, 5, 4, 6, 30, 4, 2, 9, 20, 60_000, 20_000);
        final TwinRecorder recorder = new TwinRecorder();
        engine = new EngineSide(
            new ClearingEngine(DifferentialPair.engineLimits(limits), recorder), recorder);
        twin = new Twin(limits, engine.engine.version());
        comparison = new TwinComparison(twin, engine.engine);
        checks = new EngineChecks(twin, engine.engine, limits.outcomes());
    }

    static LargeNumbers withManyPositions(final long seed)
    {
        return new LargeNumbers(seed, MANY);
    }

    /** The first difference, or null. */
    String run(final int commands)
    {
        defineWorld();
        if (isOfMany())
        {
            fillAccounts();
        }
        for (int i = 0; i < commands && null == difference; i++)
        {
            final int dice = random.nextInt(100);
            if (dice < 25)
            {
                mark(1 + random.nextInt(instruments));
            }
            else if (dice < 65)
            {
                trade(1 + random.nextInt(instruments));
            }
            else
            {
                move(dice, 1 + random.nextInt(instruments), account(), account(), any());
            }
            if (null == difference && 0 == i % ASKED_EVERY)
            {
                ask();
            }
        }
        return difference;
    }

    /** Default runs so far. */
    int runs()
    {
        return runs;
    }

    /** Most positions of an account so far. */
    int positionsMost()
    {
        return positionsMost;
    }

    private boolean isOfMany()
    {
        return instruments > KINDS.length;
    }

    private void send(final String by, final String text, final Command command)
    {
        if (null != difference)
        {
            return;
        }
        timestampMs += random.nextInt(150);
        twin.events.clear();
        engine.recorder.events.clear();
        twin.advanceTo(timestampMs);
        engine.advanceTo(timestampMs);
        final Verdict expected = command.sendTo(twin, new By(by, false));
        final Verdict actual = command.sendTo(engine, new By(by, false));
        positionsMost = Math.max(positionsMost,
            twin.accounts.values().stream().mapToInt((account) -> account.legs.size()).max().orElse(0));
        runs += (int)twin.events.stream().filter((event) -> event.startsWith("defaultRunCompleted")).count();
        final String balances = comparison.differences(true);
        if (!expected.equals(actual) || !twin.events.equals(engine.recorder.events) || !balances.isEmpty())
        {
            difference = text + "\n  twin   " + expected + twin.events + "\n  engine " + actual +
                engine.recorder.events + "\n" + balances;
        }
    }

    private void ask()
    {
        final String answers = checks.queue(twin.instruments.get(1 + random.nextInt(twin.instruments.size()))) +
            checks.preview(account(), policy());
        difference = answers.isEmpty() ? null : answers;
    }

    private OffsetPolicyKind policy()
    {
        return POLICIES[random.nextInt(POLICIES.length)];
    }

    // Of any size, seldom below 0.
    private long any()
    {
        final long positive = random.nextLong() >>> 1 + random.nextInt(62);
        return 0 == random.nextInt(5) ? -positive : positive;
    }

    private long account()
    {
        return 1 + random.nextInt(ACCOUNTS);
    }

    private void defineWorld()
    {
        send(ALICE, "asset", (clearing, by) -> clearing.defineAsset(by, 0, "USD"));
        for (final String name : List.of("a", "b"))
        {
            final Gateway gateway = new Gateway(name, 1, 15, Switch.ON, null, null, List.of());
            send(ALICE, "gateway", (clearing, by) -> clearing.defineGateway(by, gateway));
        }
        for (int id = 1; id <= instruments; id++)
        {
            final Definition definition = definition(id);
            send(ALICE, "define " + definition, (clearing, by) -> clearing.defineInstrument(by, definition));
        }
        final Waterfall waterfall = waterfall();
        send(ALICE, "waterfall", (clearing, by) -> clearing.setWaterfall(by, 1, waterfall));
        for (long id = 1; id <= ACCOUNTS; id++)
        {
            final long accountId = id;
            final long reference = ++lastId;
            final long money = 1L << (isOfMany() ? 58 : 50 + random.nextInt(8));
            send("gateway/a", "open", (clearing, by) -> clearing.openAccount(by, accountId, 1 + accountId / 2, 1));
            send("gateway/a", "deposit", (clearing, by) -> clearing.deposit(by, accountId, money, reference));
        }
        for (int id = 1; id <= instruments; id++)
        {
            mark(id, (minTicks[id] + maxTicks[id]) / 2);
        }
    }

    // In most instruments all accounts hold as much as they may, or half of that.
    private void fillAccounts()
    {
        for (int id = 1; id <= instruments; id++)
        {
            for (long account = 1; account <= OWN_PAIRS; account++)
            {
                final boolean isLong = random.nextBoolean();
                trade(new Trade(++lastId, id, isLong ? account : account + OWN_PAIRS,
                    isLong ? account + OWN_PAIRS : account, largest(id) / (0 == random.nextInt(4) ? 2 : 1), markOf(id),
                    0, 0, TradeCause.TRADE, true, null, null));
            }
        }
    }

    private long largest(final int id)
    {
        final Instrument instrument = twin.instruments.get(id);
        return null == instrument ? 1 : TwinUnits.largestLots(instrument).longValueExact();
    }

    private static InstrumentKind kind(final int id)
    {
        return KINDS[(id - 1) % KINDS.length];
    }

    private Definition definition(final int id)
    {
        final InstrumentKind kind = kind(id);
        final boolean isInverse = InstrumentKind.INVERSE_PERPETUAL == kind;
        final boolean isOption = InstrumentKind.CALL == kind || InstrumentKind.PUT == kind;
        final int bits = random.nextInt(isOfMany() ? 30 : 48);
        maxTicks[id] = (1L << bits) + 2 + random.nextInt(9);
        minTicks[id] = isInverse ? 1 + (random.nextBoolean() ? maxTicks[id] / (2 + random.nextInt(9)) : 0) :
            isOption ? 0 : random.nextBoolean() ? 1 : random.nextInt(4) - maxTicks[id];
        final long unit = isInverse ? Math.max(maxTicks[id], 1L << Math.min(61, bits + random.nextInt(14))) :
            1L << Math.max(0, 51 - bits - random.nextInt(20));
        final int underlyingId = random.nextBoolean() ? 1 : 3;
        final List<Tier> tiers = List.of(new Tier(0, 40_000, 20_000), new Tier(1L << 50, 90_000, 50_000));
        final Protection protection = new Protection(0 == random.nextInt(3) ? 100_000 : 0, 0, 0, 0, 0, 0, 250_000,
            random.nextBoolean() ? null : 1_000L, null, null, null, null);
        return new Definition("I" + id, "F", kind, 1, isOption ? underlyingId : null, new Decimal(1, 0),
            new Decimal(1, 0), new Decimal(unit, 0), (id - 1) % KINDS.length > 1 ? timestampMs + 100_000_000 : null,
            isOption ? Math.max(1, maxTicks[underlyingId] / 3) : null, minTicks[id], maxTicks[id],
            isOption ? 150_000 : 0, isOption ? 100_000 : 0, isOption ? 75_000 : 0,
            policy(), random.nextBoolean() ? Switch.ON : Switch.OFF, protection,
            new Margins(MarginModel.TIERS, isOption ? List.of() : tiers, 3, 2));
    }

    private long markOf(final int id)
    {
        final Instrument instrument = twin.instruments.get(id);
        return null == instrument || null == instrument.mark ? 1 : instrument.mark;
    }

    private void mark(final int id)
    {
        final double move = (random.nextDouble() - 0.5) * (random.nextBoolean() ? 0.1 : 1);
        final Instrument instrument = twin.instruments.get(id);
        final long least = null == instrument ? minTicks[id] : instrument.minTicks;
        final long most = null == instrument ? maxTicks[id] : instrument.maxTicks;
        final long near = markOf(id) + (long)((most - least) * move);
        mark(id, 0 == random.nextInt(4) ? any() : Math.max(least, Math.min(most, near)));
    }

    private void mark(final int id, final long ticks)
    {
        final long sequence = ++lastId;
        send(0 == random.nextInt(5) ? "gateway/b" : "gateway/a", "mark " + id + " " + ticks, (clearing, by) ->
            clearing.updateMarkPrices(by, sequence, new int[] {id}, new long[] {ticks}));
    }

    private void trade(final int id)
    {
        final long lots = 0 == random.nextInt(10) ? any() : isOfMany() ? 1 + random.nextLong(largest(id)) :
            1 + (random.nextLong() >>> 10 + random.nextInt(54));
        final Trade trade = new Trade(++lastId, id, account(), account(), lots,
            0 == random.nextInt(3) ? any() : markOf(id), 0 == random.nextInt(8) ? any() : 0,
            0 == random.nextInt(8) ? any() : 0, 0 == random.nextInt(6) ? TradeCause.LIQUIDATION : TradeCause.TRADE,
            random.nextInt(3) > 0, null, null);
        trade(trade);
    }

    private void trade(final Trade trade)
    {
        send("gateway/a", trade.toString(), (clearing, by) -> clearing.registerTrade(by, trade));
        if (twin.events.stream().anyMatch((event) -> event.startsWith("tradeRegistered")))
        {
            booked.add(trade);
        }
    }

    private void bust()
    {
        if (!booked.isEmpty())
        {
            final Trade trade = booked.get(random.nextInt(booked.size()));
            trade(new Trade(++lastId, trade.instrumentId(), trade.sellerId(), trade.buyerId(), trade.lots(),
                trade.ticks(), -trade.sellerFee(), -trade.buyerFee(), TradeCause.BUST, false, trade.tradeId(), null));
        }
    }

    // Often far from those before: what was traded then is a bust of any value.
    private void bounds(final int id)
    {
        final boolean isInverse = InstrumentKind.INVERSE_PERPETUAL == kind(id);
        final long most = Math.max(0, markOf(id)) + (random.nextLong() >>> 16 + random.nextInt(47));
        final long least = isInverse ? Math.max(1, markOf(id) / 2) : Math.min(markOf(id), random.nextInt(3));
        send(ALICE, "bounds " + id + " " + least + " " + most, (clearing, by) ->
            clearing.setPriceBounds(by, id, least, most));
    }

    private Waterfall waterfall()
    {
        final long windowMs = random.nextBoolean() ? 0 : 1L << 10 + random.nextInt(40);
        return new Waterfall(0, cap(windowMs), cap(windowMs), windowMs, random.nextBoolean() ? 0 : 500, 10_000, 10_000,
            Long.MAX_VALUE, cap(windowMs), 0 == random.nextInt(3) ? DefaultTrigger.OPERATOR : DefaultTrigger.AUTOMATIC,
            random.nextBoolean() ? Recourse.HEDGES : Recourse.OWNER,
            random.nextBoolean() ? CloseOut.WHOLE : CloseOut.LEAST);
    }

    private void changeWaterfall()
    {
        final Waterfall changed = waterfall();
        send(ALICE, "waterfall " + changed, (clearing, by) -> clearing.setWaterfall(by, 1, changed));
    }

    private Long cap(final long windowMs)
    {
        return 0 == windowMs || random.nextInt(3) > 0 ? null : Long.valueOf(Math.abs(any()));
    }

    private void move(final int dice, final int id, final long a, final long b, final long number)
    {
        final long reference = ++lastId;
        final Instrument instrument = twin.instruments.get(id);
        final Long ticks = markOf(id) + number % 3;
        final Long held = null == instrument ? null : instrument.held;
        final String gateway = "gateway/a";
        final String text = "dice " + dice + " " + id + " " + a + " " + b + " " + number;
        switch (dice % 19)
        {
            case 0 -> send(gateway, text, (clearing, by) -> clearing.deposit(by, a, number, reference));
            case 1 -> send(gateway, text, (clearing, by) -> clearing.withdraw(by, a, number, reference));
            case 2 -> send(gateway, text, (clearing, by) -> clearing.transferCollateral(by, a, b, number, reference));
            case 3 -> send(gateway, text, (clearing, by) -> clearing.setOrderHold(by, a, number));
            case 4 -> send(gateway, text, (clearing, by) ->
                clearing.applyFunding(by, id, number % 1_000_000_001, reference));
            case 5 -> send(ALICE, text, (clearing, by) -> clearing.fundInsurance(by, 1, number));
            case 6 -> send(ALICE, text, (clearing, by) -> clearing.withdrawInsurance(by, 1, number));
            case 7 -> send(ALICE, text, (clearing, by) ->
                clearing.transferPosition(by, a, b, id, number, 0 == reference % 2 ? null : ticks));
            case 8 -> send(gateway, text, (clearing, by) -> clearing.offsetPositions(by, a, b, id, number));
            case 9 -> send(ALICE, text, (clearing, by) -> clearing.declareDefault(by, a));
            case 10 -> send(gateway, text, (clearing, by) -> clearing.reportLiquidationFailed(by, a));
            case 11 -> send(ALICE, text, (clearing, by) -> clearing.confirmMark(by, id, null == held ? number : held));
            case 12 -> bounds(id);
            case 13 -> bust();
            case 14 -> send(ALICE, text, (clearing, by) -> clearing.settleVariation(by, id));
            case 15 -> send(ALICE, text, (clearing, by) -> clearing.settleInstrument(
                by, id, 0 == number % 8 ? markOf(id) : number));
            case 16 -> changeWaterfall();
            case 17 -> send(ALICE, text, (clearing, by) ->
                0 == number % 2 ? clearing.sweepRounding(by, 1) : clearing.withdrawFees(by, 1, number));
            default -> send(ALICE, text, (clearing, by) -> clearing.setInstrumentStatus(
                by, id, 0 == number % 2 ? InstrumentStatus.HALTED : InstrumentStatus.TRADING));
        }
    }
}
