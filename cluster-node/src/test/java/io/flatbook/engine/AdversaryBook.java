package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The book of {@link AdversaryTest}: who has accounts, what is listed, and what risk does meanwhile.
 */
final class AdversaryBook
{
    static final int OWN_ACCOUNTS = 4;
    static final long ACCOMPLICE = 5;
    static final long MAKER = 10;
    static final int STRANGERS = 4;
    static final int INSTRUMENTS = 5;
    static final int DATED = 1;
    static final int PUT = 3;

    private static final long DATED_MS = 1L << 50;

    final int[] instruments = new int[INSTRUMENTS];
    final InvariantChecker invariants = new InvariantChecker();
    final ClearingEngine engine;
    final Sender risk;
    final Sender gateway;
    private final SplittableRandom random;
    private long sequence;
    private int listings;

    AdversaryBook(final SplittableRandom random)
    {
        this.random = random;
        engine = new ClearingEngine(new Limits().idsRetained(1_000)
            .bookingsPerEntry(0 == random.nextInt(3) ? 3 : 1_000), invariants.events());
        invariants.watch(engine);
        invariants.begin();
        risk = engine.principals().admit("risk/alice").sender();
        accepted(engine.defineAsset(risk, 2, "USD"));
        accepted(engine.defineGateway(risk, new GatewayDefinition(
            "g", 1, 15, Switch.ON, TestBook.NONE, TestBook.NONE, new int[0])));
        gateway = engine.principals().gateway("g").sender();
        open();
    }

    /** Any of the instruments. */
    int instrument()
    {
        return instruments[random.nextInt(INSTRUMENTS)];
    }

    /** A number that was never used before. */
    long next()
    {
        return ++sequence;
    }

    private void open()
    {
        for (int i = 0; i < INSTRUMENTS; i++)
        {
            list(i);
        }
        accepted(engine.updateMarkPrices(
            gateway, ++sequence, instruments, new long[]{1_000, 1_000, 1_000, 50, 300}, INSTRUMENTS));
        for (long account = 1; account <= ACCOMPLICE; account++)
        {
            account(account, account <= OWN_ACCOUNTS ? 1 : account, 1_000_000 + random.nextInt(2_000_000));
        }
        for (int i = 0; i <= STRANGERS; i++)
        {
            account(MAKER + i, MAKER + i, 0 == i ? 1L << 50 : 1_000_000 + random.nextInt(3_000_000));
        }
        accepted(engine.fundInsurance(risk, 1, 1 + random.nextInt(20_000_000)));
        waterfall();
    }

    private static void accepted(final RejectReason reason)
    {
        assertThat(reason).isEqualTo(RejectReason.NONE);
    }

    private void account(final long id, final long owner, final long minorUnits)
    {
        accepted(engine.openAccount(gateway, id, owner, 1));
        accepted(engine.deposit(gateway, id, minorUnits, ++sequence));
    }

    private void list(final int i)
    {
        listings++;
        final String name = "I" + i + "-" + listings;
        final OffsetPolicyKind policy = OffsetPolicyKind.get((short)(1 + random.nextInt(3)));
        accepted(engine.defineInstrument(risk, switch (i)
        {
            case 0 -> TestBook.linear(name).family("C");
            case DATED -> TestBook.future(name, DATED_MS).family("C");
            case 2 -> TestBook.linear(name).kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000_000, 0).family("C");
            case PUT -> TestBook.option(name, InstrumentKind.PUT, instruments[0], 1_000).expiryMs(DATED_MS).family("C");
            default -> TestBook.linear(name);
        }));
        instruments[i] = (int)engine.detail();
        accepted(engine.setOffsetPolicy(risk, instruments[i], policy, random.nextBoolean() ? Switch.ON : Switch.OFF));
    }

    RejectReason waterfall()
    {
        final boolean least = 0 == random.nextInt(3);
        accepted(engine.setWaterfall(risk, 1, new TestWaterfall().floor(random.nextInt(2) * random.nextInt(1_000_000))
            .perOwner(0 == random.nextInt(2) ? TestBook.NONE : random.nextInt(5_000_000), 60_000)
            .timeout(random.nextInt(3) * 1_000).liquidationFee(5_000)
            .closeOutFee(least ? 10_000 : random.nextInt(2_000))
            .closeOut(least ? CloseOut.LEAST : CloseOut.WHOLE).gate(1L << 50)
            .recourse(random.nextBoolean() ? Recourse.OWNER : Recourse.HEDGES)
            .trigger(0 == random.nextInt(4) ? DefaultTrigger.OPERATOR : DefaultTrigger.AUTOMATIC).build()));
        return RejectReason.NONE;
    }

    // One is halted, or all trade again.
    RejectReason halt()
    {
        if (0 == random.nextInt(2))
        {
            return engine.setInstrumentStatus(risk, instrument(), InstrumentStatus.HALTED);
        }
        for (final int instrument : instruments)
        {
            engine.setInstrumentStatus(risk, instrument, InstrumentStatus.TRADING);
        }
        return RejectReason.NONE;
    }

    // Whoever was closed out comes back with new money.
    RejectReason revive()
    {
        for (Account account = engine.book().nextAccount(0); null != account;
            account = engine.book().nextAccount(account.id()))
        {
            if (AccountStatus.CLOSED_OUT == account.status())
            {
                engine.deposit(gateway, account.id(), 1_000_000 + random.nextInt(1_000_000), ++sequence);
            }
        }
        return RejectReason.NONE;
    }

    // An account whose run waits, if there is one.
    long declared()
    {
        for (long account = 1; account <= MAKER + STRANGERS; account++)
        {
            final Account found = engine.book().account(account);
            if (null != found && null != engine.pendingRuns().of(found))
            {
                return account;
            }
        }
        return 1;
    }

    RejectReason confirm()
    {
        for (final int instrument : instruments)
        {
            if (engine.book().instrument(instrument).suspect())
            {
                engine.confirmMark(risk, instrument, engine.book().instrument(instrument).heldTicks());
            }
        }
        return RejectReason.NONE;
    }

    RejectReason settlements()
    {
        return 0 == random.nextInt(2) ? engine.settleVariation(risk, instrument()) : settle();
    }

    // The dated future settles near its mark, leaves, and is listed anew.
    private RejectReason settle()
    {
        final int dated = instruments[DATED];
        final long mark = engine.book().instrument(dated).markTicks();
        final long ticks = Math.max(20, mark + mark * (random.nextInt(61) - 30) / 100);
        final RejectReason reason = engine.settleInstrument(risk, dated, ticks);
        if (RejectReason.NONE == reason)
        {
            accepted(engine.removeInstrument(risk, dated));
            list(DATED);
            engine.updateMarkPrices(gateway, ++sequence, new int[]{instruments[DATED]}, new long[]{mark}, 1);
        }
        return reason;
    }
}
