package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-7: how the deficit that the fund left is shared among legs and lots, and what each counterparty pays of it: never
 * more than it gained there, nor what its maintenance needs. Account 2 is a stranger with plenty of money.
 */
class RunSurchargeClauseTest
{
    private final TestBook book = new TestBook();
    private final int a = book.perpetual("A", 100);

    RunSurchargeClauseTest()
    {
        book.account(2, 2, 1_000_000);
    }

    private List<String> pairs()
    {
        return book.events.take("positionOffset").stream().map((line) -> line.substring("positionOffset ".length()))
            .toList();
    }

    private void policy(final int instrument, final OffsetPolicyKind policy)
    {
        book.accepted(book.engine.setOffsetPolicy(book.alice, instrument, policy, Switch.OFF));
    }

    /**
     * The example of RUN-7: D has 110.00, is long 10 from 100, and the mark of instrument 1 falls to 80; the fund pays
     * 30.00 of 90.00.
     *
     * @return the book, with the events of the fall.
     */
    static TestBook afterTheFall()
    {
        final TestBook cents = new TestBook(new Limits(), 2);
        final int id = cents.perpetual("A", 100);
        cents.accepted(cents.engine.setOffsetPolicy(cents.alice, id, OffsetPolicyKind.PRO_RATA, Switch.OFF));
        cents.fund(30_00).account(1, 1, 110_00);
        for (final long account : new long[]{4, 5, 6, 9})
        {
            cents.account(account, account, 100_000_00);
        }
        cents.book(id, 1, 4, 6, 100).book(id, 1, 9, 4, 100).book(id, 9, 5, 4, 82).book(id, 9, 6, 10, 90);
        cents.events.take();
        cents.mark(id, 80);
        return cents;
    }

    /**
     * Of 20 lots short, accounts 4, 5 and 6 close 3, 2 and 5: they owe 18.00, 12.00 and 30.00. 5 gained 2 a lot only.
     */
    @Test
    void eachPaysWhatItsLotsOweUpToItsGain()
    {
        final TestBook cents = afterTheFall();
        assertThat(cents.events.take("positionOffset")).containsExactly(
            "positionOffset 1 OFFSET A 1/4 3@80 due=1800 paid=1800 rank=1 PRO_RATA",
            "positionOffset 1 OFFSET A 1/5 2@80 due=1200 paid=400 rank=2 PRO_RATA",
            "positionOffset 1 OFFSET A 1/6 5@80 due=3000 paid=3000 rank=3 PRO_RATA");
        assertThat(cents.account(1).collateral()).isZero();
        assertThat(cents.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    /** 10 units over 3 lots: 3, then floor(20 / 3) - 3 = 3, then 4; together the whole deficit. */
    @Test
    void whatLotsOweIsRoundedByTheSum()
    {
        book.account(1, 1, 50).book(a, 1, 2, 3, 100);
        for (final long account : new long[]{4, 5, 6})
        {
            book.account(account, account, 1_000).book(a, 2, account, 1, 100);
        }
        book.events.take();
        book.mark(a, 80);
        assertThat(pairs()).containsExactly("1 OFFSET A 1/4 1@80 due=3 paid=3 rank=1 QUEUE",
            "1 OFFSET A 1/5 1@80 due=3 paid=3 rank=2 QUEUE", "1 OFFSET A 1/6 1@80 due=4 paid=4 rank=3 QUEUE");
    }

    /**
     * Account 3 gained 200 on A, but C fell: its equity is 230, and its 40 C at 86 need 172. It pays 58 of 60; the rest
     * is a haircut, which leaves it below maintenance.
     */
    @Test
    void nobodyPaysWhatItsMaintenanceNeeds()
    {
        final int c = book.perpetual("C", 100);
        book.account(1, 1, 140).account(3, 3, 590);
        book.book(a, 1, 3, 10, 100).book(c, 3, 2, 40, 100);
        book.events.take();
        book.marks(new int[]{a, c}, 80, 86);
        assertThat(book.events.take("positionOffset", "gainsHaircut", "defaultRunCompleted")).containsExactly(
            "positionOffset 1 OFFSET A 1/3 10@80 due=60 paid=58 rank=1 QUEUE",
            "gainsHaircut 3 A SHORT 2 fromCost=0 gain=142 equity=172",
            "defaultRunCompleted 1 1 deficit=60 own=0 fund=0 surcharge=58 haircut=2 house=0 fee=0 legsLeft=0");
        assertThat(book.equity(3)).isEqualTo(170);
        assertThat(book.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
    }

    /** Headroom is that of the moment: 76 - of which A takes 70 - and after B's closing 210 - 164 = 46. */
    @Test
    void theStateOfTheMomentCounts()
    {
        final int b = book.perpetual("B", 100);
        final int c = book.perpetual("C", 100);
        book.account(1, 1, 260).account(3, 3, 600);
        book.book(a, 1, 3, 10, 100).book(b, 1, 3, 10, 100).book(c, 3, 2, 40, 100);
        book.events.take();
        book.marks(new int[]{a, b, c}, 80, 80, 82);
        assertThat(pairs()).containsExactly("1 OFFSET A 1/3 10@80 due=70 paid=70 rank=1 QUEUE",
            "1 OFFSET B 1/3 10@80 due=70 paid=46 rank=1 QUEUE");
    }

    /** A short of 3 that cost -263 gained 8 at 85: 2 of the lots floor(8 * 2 / 3) = 5. */
    @Test
    void theGainIsThatOfTheLotsClosed()
    {
        book.account(1, 1, 20).account(3, 3, 1_000);
        book.book(a, 2, 3, 1, 88).book(a, 2, 3, 1, 88).book(a, 2, 3, 1, 87).book(a, 1, 2, 2, 100);
        assertThat(book.lots(2, a)).isEqualTo(1);
        book.events.take();
        book.mark(a, 85);
        assertThat(pairs()).containsExactly("1 OFFSET A 1/3 2@85 due=10 paid=5 rank=1 QUEUE");
    }

    /** PRO_RATA takes 8 lots in profit whole; of 6 and 2 at a loss 2: 1.5 and 0.5, both remainders go to account 4. */
    @Test
    void positionsInProfitComeBeforeTheOthers()
    {
        policy(a, OffsetPolicyKind.PRO_RATA);
        book.account(1, 1, 500);
        for (final long account : new long[]{3, 4, 5, 6})
        {
            book.account(account, account, 10_000);
        }
        book.book(a, 2, 4, 6, 80).book(a, 2, 6, 2, 80).book(a, 2, 3, 4, 100).book(a, 2, 5, 4, 100);
        book.book(a, 1, 2, 10, 100).mark(a, 90);
        book.events.take();
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(pairs()).containsExactly("1 OFFSET A 1/3 4@90 due=0 paid=0 rank=1 PRO_RATA",
            "1 OFFSET A 1/5 4@90 due=0 paid=0 rank=2 PRO_RATA", "1 OFFSET A 1/4 2@90 due=0 paid=0 rank=3 PRO_RATA");
    }

    /** Account 7 is DEFAULTED and waits for its operator: it comes last, although it is in profit, and pays nothing. */
    @Test
    void accountsWhoseRunWaitsComeLast()
    {
        book.waterfall(new TestWaterfall().operator());
        final int c = book.perpetual("C", 100);
        book.account(1, 1, 110).account(4, 4, 1_000).account(7, 7, 200);
        book.book(a, 1, 7, 7, 100).book(a, 1, 4, 3, 100).book(c, 7, 2, 13, 100);
        book.marks(new int[]{a, c}, 80, 60);
        assertThat(book.status(7)).isEqualTo(AccountStatus.DEFAULTED);
        book.events.take();
        book.accepted(book.engine.declareDefault(book.alice, 1));
        // Account 4 gained 20 a lot on 3 lots, of 90 they owe 27.
        assertThat(pairs()).containsExactly("1 OFFSET A 1/4 3@80 due=27 paid=27 rank=1 QUEUE",
            "1 OFFSET A 1/7 7@80 due=63 paid=0 rank=2 QUEUE");
        assertThat(book.status(7)).isEqualTo(AccountStatus.DEFAULTED);
    }

    /** Nobody but the owner is left opposite: his positions close at mark, unpaid. */
    @Test
    void ownPositionsCloseOnlyIfNobodyElseIsLeft()
    {
        book.account(1, 1, 500).account(3, 1, 1_000).account(4, 4, 1_000);
        book.book(a, 1, 4, 10, 100).book(a, 4, 3, 6, 100);
        book.mark(a, 90).events.take();
        book.accepted(book.engine.declareDefault(book.alice, 1));
        assertThat(pairs()).containsExactly("1 OFFSET A 1/4 4@90 due=0 paid=0 rank=1 QUEUE",
            "1 OWN_HEDGE A 1/3 6@90 due=0 paid=0");
    }

    /** A needs 40 of maintenance, B 20: of 60 they carry 40 and 20, B's counterparty gained nothing. */
    @Test
    void legsCarryTheDeficitByMaintenance()
    {
        final int b = book.perpetual("B", 80);
        book.account(1, 1, 140).book(a, 1, 2, 10, 100).book(b, 1, 2, 5, 80);
        book.events.take();
        book.mark(a, 80);
        assertThat(pairs()).containsExactly("1 OFFSET A 1/2 10@80 due=40 paid=40 rank=1 QUEUE",
            "1 OFFSET B 1/2 5@80 due=20 paid=0 rank=1 QUEUE");
    }

    @Test
    void aLongOptionAndABoundedLegCarryNothing()
    {
        final int event = bounded("EVENT");
        final int call = book.define(TestBook.option("CALL", InstrumentKind.CALL, a, 100));
        book.marks(new int[]{event, call}, 50, 20);
        book.account(1, 1, 700).book(a, 1, 2, 10, 100).book(event, 1, 2, 10, 50).book(call, 1, 2, 5, 20);
        book.events.take();
        // E = 700 - 800.
        book.mark(a, 20);
        assertThat(pairs()).containsExactly("1 OFFSET A 1/2 10@20 due=100 paid=100 rank=1 QUEUE",
            "1 OFFSET EVENT 1/2 10@50 due=0 paid=0 rank=1 QUEUE", "1 OFFSET CALL 1/2 5@20 due=0 paid=0 rank=1 QUEUE");
    }

    /** A needs 10, the call 0.075 * 20 * 5 = 7.5, rounded up to 8: floor(100 * 10 / 18) = 55 and 45. */
    @Test
    void aShortOptionCarriesByItsMaintenance()
    {
        final int call = book.define(TestBook.option("CALL", InstrumentKind.CALL, a, 100));
        book.mark(call, 20).account(1, 1, 700).book(a, 1, 2, 10, 100).book(call, 2, 1, 5, 20);
        book.events.take();
        book.mark(a, 20);
        assertThat(pairs()).containsExactly("1 OFFSET A 1/2 10@20 due=55 paid=55 rank=1 QUEUE",
            "1 OFFSET CALL 1/2 5@20 due=45 paid=0 rank=1 QUEUE");
    }

    private int bounded(final String symbol)
    {
        return book.define(TestBook.future(symbol, 1_000_000_000L).minTicks(0).maxTicks(100)
            .marginTerms(MarginTerms.bounded()));
    }

    /** S settles at 10 and leaves -100. Legs worth 500 and 200: floor(100 * 500 / 700) = 71 and 29. */
    @Test
    void ifAllCarryNothingTheirValueDecides()
    {
        final int[] legs = settlesAt10(50, 40);
        assertThat(pairs()).containsExactly("1 OFFSET E1 1/2 10@50 due=71 paid=0 rank=1 QUEUE",
            "1 OFFSET E2 1/2 5@40 due=29 paid=0 rank=1 QUEUE");
        assertThat(book.lots(1, legs[0])).isZero();
    }

    /** The same with both marked 0: -800 over 10 and 5 lots: floor(800 * 10 / 15) = 533 and 267. */
    @Test
    void ifTheyAreWorthNothingTheirLotsDecide()
    {
        settlesAt10(0, 0);
        assertThat(pairs().stream().map((line) -> line.split(" paid")[0]).toList())
            .containsExactly("1 OFFSET E1 1/2 10@0 due=533", "1 OFFSET E2 1/2 5@0 due=267");
    }

    private int[] settlesAt10(final long mark1, final long mark2)
    {
        final int s = book.define(TestBook.future("S", 1_000_000_000L));
        final int[] legs = {bounded("E1"), bounded("E2")};
        book.mark(s, 100).marks(legs, 50, 40).account(1, 1, 800);
        book.book(s, 1, 2, 10, 100).book(legs[0], 1, 2, 10, 50).book(legs[1], 1, 2, 5, 40);
        book.marks(legs, mark1, mark2);
        book.events.take();
        book.accepted(book.engine.settleInstrument(book.alice, s, 10));
        return legs;
    }
}
