package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Seeded commands of all kinds on a book of ten accounts and seven instruments, among them an inverse one, one with
 * negative prices, options and one that is BOUNDED. A command depends on the seed, its number and the book, so that
 * engines in the same state take the same ones.
 */
final class RandomCommands
{
    private static final int ACCOUNTS = 10;
    private static final int INSTRUMENTS = 7;
    private static final long[] LOWEST = {2, 2, 2, -400, 0, 0, 0};
    private static final long[] HIGHEST = {5_000, 5_000, 5_000, 4_000, 4_000, 4_000, 100};
    private static final long[] FIRST = {1_000, 1_000, 1_000, 300, 50, 50, 50};

    private final ClearingEngine engine;
    private final long seed;
    private final TradeTicket ticket = new TradeTicket();
    private SplittableRandom random;
    private Sender risk;
    private Sender gateway;
    private long sequence;
    private int number;

    RandomCommands(final ClearingEngine engine, final long seed)
    {
        this.engine = engine;
        this.seed = seed;
    }

    /** The same commands from here on, for an engine that was restored. */
    RandomCommands goOn(final ClearingEngine restored)
    {
        final RandomCommands copy = new RandomCommands(restored, seed);
        copy.risk = restored.principals().byName(risk.principal().name()).sender();
        copy.gateway = restored.principals().byName(gateway.principal().name()).sender();
        copy.sequence = sequence;
        copy.number = number;
        return copy;
    }

    /** Sends the next command; null if only time went by. */
    RejectReason next()
    {
        random = new SplittableRandom(seed * 1_000_003L + ++number);
        if (0 == random.nextInt(8))
        {
            engine.advanceTo(engine.timeMs() + random.nextInt(0 == random.nextInt(20) ? 100_000 : 300));
            return null;
        }
        return command();
    }

    /** Defines the instruments and opens the accounts. */
    void define()
    {
        risk = engine.principals().admit("risk/alice").sender();
        engine.defineAsset(risk, 2, "USD");
        engine.defineGateway(risk, new GatewayDefinition(
            "g", 1, 15, Switch.ON, TestBook.NONE, TestBook.NONE, new int[0]));
        gateway = engine.principals().gateway("g").sender();
        final InstrumentDefinition[] definitions = {
            TestBook.linear("COIN-PERP").family("COIN"),
            TestBook.future("COIN-F6", 200_000).family("COIN").offsetPolicy(OffsetPolicyKind.PRO_RATA)
                .spareHedges(Switch.ON),
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(10_000_000, 0)
                .offsetPolicy(OffsetPolicyKind.WATERFILL),
            TestBook.linear("OIL").minTicks(-500).maxTicks(5_000)
                .marginTerms(TestBook.perLot(100_000, 50_000, 40, 20)),
            TestBook.option("CALL", InstrumentKind.CALL, 1, 1_000),
            TestBook.option("PUT", InstrumentKind.PUT, 1, 1_000),
            TestBook.future("EVENT", 150_000).minTicks(0).maxTicks(100).marginTerms(MarginTerms.bounded())};
        for (final InstrumentDefinition definition : definitions)
        {
            assertThat(engine.defineInstrument(risk, definition)).isEqualTo(RejectReason.NONE);
        }
        for (int id = 1; id <= ACCOUNTS; id++)
        {
            engine.openAccount(gateway, id, 1 + id / 3, 1);
            engine.deposit(gateway, id, 200_000, ++sequence);
        }
        engine.updateMarkPrices(gateway, ++sequence, new int[]{1, 2, 3, 4, 5, 6, 7}, FIRST, INSTRUMENTS);
        engine.fundInsurance(risk, 1, 20_000);
    }

    private RejectReason command()
    {
        final int kind = random.nextInt(100);
        if (kind < 45)
        {
            return trade();
        }
        if (kind < 70)
        {
            return marks();
        }
        return kind < 85 ? money() : kind < 93 ? setting() : rare();
    }

    private long account()
    {
        return 1 + random.nextInt(ACCOUNTS);
    }

    private int instrument()
    {
        return 1 + random.nextInt(INSTRUMENTS);
    }

    private long mark(final int instrumentId)
    {
        final Instrument instrument = engine.book().instrument(instrumentId);
        return null == instrument ? 1 : instrument.markTicks();
    }

    private RejectReason trade()
    {
        final int id = instrument();
        final long ticks = mark(id) + Math.abs(mark(id)) * (random.nextInt(21) - 10) / 200;
        final TradeCause cause = 0 == random.nextInt(3) ? TradeCause.LIQUIDATION : TradeCause.TRADE;
        return engine.registerTrade(gateway, ticket.set(++sequence, id, account(), account(), 1 + random.nextInt(400),
            ticks, random.nextInt(5), random.nextInt(5) - 1, cause, 0 == random.nextInt(4), TestBook.NONE,
            Absent.INT));
    }

    private RejectReason marks()
    {
        final int[] ids = {1, 2, 3, 4, 5, 6, 7};
        final long[] ticks = new long[INSTRUMENTS];
        for (int i = 0; i < INSTRUMENTS; i++)
        {
            final long mark = mark(ids[i]);
            final int percent = 0 == random.nextInt(10) ? 30 : 3;
            final long moved = mark + Math.abs(mark) * (random.nextInt(2 * percent + 1) - percent) / 100 +
                random.nextInt(5) - 2;
            ticks[i] = Math.max(LOWEST[i], Math.min(HIGHEST[i], moved));
        }
        return engine.updateMarkPrices(gateway, ++sequence, ids, ticks, 1 + random.nextInt(INSTRUMENTS));
    }

    private RejectReason money()
    {
        return switch (random.nextInt(11))
        {
            case 0, 1, 2 -> engine.deposit(gateway, account(), 1 + random.nextInt(50_000), ++sequence);
            case 3, 4 -> engine.withdraw(gateway, account(), 1 + random.nextInt(50_000), ++sequence);
            case 5 -> engine.applyFunding(gateway, instrument(), random.nextInt(2_000_001) - 1_000_000, ++sequence);
            case 6 -> engine.setOrderHold(gateway, account(), random.nextInt(1_000));
            case 7 -> engine.offsetPositions(gateway, account(), account(), instrument(), 1 + random.nextInt(50));
            case 8 -> transferPosition();
            case 9 -> engine.transferCollateral(gateway, account(), account(), 1 + random.nextInt(50_000), ++sequence);
            default -> engine.fundInsurance(risk, 1, 1 + random.nextInt(5_000));
        };
    }

    private RejectReason transferPosition()
    {
        final int id = instrument();
        return engine.transferPosition(risk, account(), account(), id, 1 + random.nextInt(50),
            random.nextBoolean() ? TestBook.NONE : mark(id));
    }

    private RejectReason setting()
    {
        return switch (random.nextInt(9))
        {
            case 0 -> engine.reportLiquidationFailed(gateway, account());
            case 1 -> engine.declareDefault(risk, account());
            case 2 -> engine.setAccountMode(risk, account(), AccountMode.get((short)(1 + random.nextInt(3))));
            case 3 -> engine.setAccountMode(risk, account(), AccountMode.NORMAL);
            case 4 -> engine.setInstrumentStatus(risk, instrument(), 0 == random.nextInt(4) ?
                InstrumentStatus.HALTED : InstrumentStatus.TRADING);
            case 5 -> engine.setAssetStatus(risk, 1, Switch.ON, 0 == random.nextInt(5) ? Switch.OFF : Switch.ON);
            case 6 -> engine.setWaterfall(risk, 1, waterfall());
            case 7 -> engine.setProtection(risk, instrument(), new TestProtection()
                .markBand(random.nextInt(3) * 100_000).markMaxAge(0 == random.nextInt(3) ? 500 : 0)
                .tradeBand(random.nextInt(2) * 300_000).markBandMs(0 == random.nextInt(3) ? 1_000 : 0).build());
            default -> confirmMark();
        };
    }

    private Waterfall waterfall()
    {
        return new TestWaterfall().floor(random.nextInt(3_000)).perOwner(random.nextInt(20_000), 5_000)
            .window(random.nextInt(40_000), 5_000).timeout(random.nextInt(2_000)).liquidationFee(5_000)
            .closeOutFee(10_000).gate(1_000_000).trigger(0 == random.nextInt(4) ?
            DefaultTrigger.OPERATOR : DefaultTrigger.AUTOMATIC)
            .recourse(0 == random.nextInt(3) ? Recourse.OWNER : Recourse.HEDGES)
            .closeOut(random.nextBoolean() ? CloseOut.LEAST : CloseOut.WHOLE).build();
    }

    private RejectReason confirmMark()
    {
        final int id = instrument();
        final Instrument instrument = engine.book().instrument(id);
        return engine.confirmMark(risk, id, null != instrument && instrument.suspect() ? instrument.heldTicks() : 5);
    }

    private RejectReason rare()
    {
        final int id = instrument();
        return switch (random.nextInt(8))
        {
            case 0, 1 -> engine.settleVariation(risk, id);
            case 2 -> engine.setPriceBounds(risk, id, LOWEST[id - 1] - random.nextInt(100), HIGHEST[id - 1] + 1_000);
            case 3 -> engine.setOffsetPolicy(risk, id, OffsetPolicyKind.get((short)(1 + random.nextInt(3))),
                random.nextBoolean() ? Switch.ON : Switch.OFF);
            case 4 -> engine.sweepRounding(risk, 1);
            case 5 -> 0 == random.nextInt(8) ? engine.settleInstrument(risk, id, mark(id)) : engine.withdrawFees(
                risk, 1, 1 + random.nextInt(50));
            case 6 -> engine.withdrawInsurance(risk, 1, 1 + random.nextInt(500));
            default -> bust();
        };
    }

    private RejectReason bust()
    {
        final long bustedId = Math.max(1, sequence - random.nextInt(30));
        final BookedTrade booked = gateway.principal().trades().trade(bustedId);
        return null == booked ?
            engine.registerTrade(gateway, ticket.set(++sequence, 1, 1, 4, 1, mark(1), 0, 0, TradeCause.BUST, false,
                bustedId, Absent.INT)) :
            engine.registerTrade(gateway, ticket.set(++sequence, booked.instrumentId(), booked.seller(),
                booked.buyer(), booked.lots(), booked.ticks(), -booked.sellerFee(), -booked.buyerFee(),
                TradeCause.BUST, false, bustedId, Absent.INT));
    }
}
