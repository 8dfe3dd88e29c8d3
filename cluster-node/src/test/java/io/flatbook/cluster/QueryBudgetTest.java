package io.flatbook.cluster;

import io.flatbook.sbe.RejectReason;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static io.flatbook.cluster.Messages.NULL_INT;
import static io.flatbook.cluster.Messages.NULL_LONG;
import static io.flatbook.sbe.RejectReason.NULL_VAL;
import static io.flatbook.sbe.RejectReason.QUERY_BUSY;
import static org.assertj.core.api.Assertions.assertThat;

/** Contract: CMD-12. */
class QueryBudgetTest
{
    private static final String OPS = "ops/olga";
    private static final long QUERIES_PER_SECOND = QueryBudget.ROWS_PER_SECOND / QueryBudget.ROWS_PER_QUERY;

    private final QueryBudget budget = new QueryBudget();

    @Test
    void aQueryThatBeginsWithinTheBudgetIsAnsweredWholeAndPaidForLater()
    {
        assertThat(budget.allows(OPS, 1_000)).isTrue();
        budget.spend(OPS, 3 * QueryBudget.ROWS_PER_SECOND - QueryBudget.ROWS_PER_QUERY);
        assertThat(budget.allows(OPS, 1_999)).isFalse();
        assertThat(budget.allows(OPS, 2_000)).isFalse();
        assertThat(budget.allows(OPS, 3_999)).as("the third second pays as well").isFalse();
        assertThat(budget.allows(OPS, 4_000)).isTrue();
    }

    @Test
    void onePrincipalDoesNotSpendForAnother()
    {
        budget.spend(OPS, QueryBudget.ROWS_PER_SECOND);
        assertThat(budget.allows(OPS, 0)).isFalse();
        assertThat(budget.allows("ops/otto", 0)).isTrue();
    }

    @Test
    void aFloodIsRefusedUntilTheNextSecondAndOthersAreAnswered()
    {
        final Desk desk = Books.traded();
        desk.time(10_000);
        for (int i = 0; i < QUERIES_PER_SECOND; i++)
        {
            assertThat(ask(desk, OPS)).as("query " + i).isNotEqualTo(QUERY_BUSY);
        }
        assertThat(ask(desk, OPS)).isEqualTo(QUERY_BUSY);
        assertThat(ask(desk, Desk.RISK)).isEqualTo(NULL_VAL);
        assertThat(desk.raw(OPS, QueryMessages.eventsQuery(0)).reason()).as("free").isEqualTo(RejectReason.NONE);
        desk.time(10_999);
        assertThat(ask(desk, OPS)).isEqualTo(QUERY_BUSY);
        desk.time(11_000);
        assertThat(ask(desk, OPS)).isEqualTo(NULL_VAL);
    }

    /** What looks at more costs more: a page of positions looks at each of its accounts. */
    @Test
    void rowsLookedAtCount()
    {
        final Desk desk = Books.traded();
        desk.time(10_000);
        final UnsafeBuffer positions = QueryMessages.positionsQuery(NULL_LONG, NULL_INT, 0, 0);
        long answered = 0;
        while (QUERY_BUSY != desk.raw(OPS, positions).reason())
        {
            answered++;
        }
        assertThat(answered).isBetween(QUERIES_PER_SECOND / 2, QUERIES_PER_SECOND - 1);
    }

    private static RejectReason ask(final Desk desk, final String principal)
    {
        return desk.raw(principal, QueryMessages.accountQuery(1)).reason();
    }
}
