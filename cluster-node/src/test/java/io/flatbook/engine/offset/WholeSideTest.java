package io.flatbook.engine.offset;

import io.flatbook.engine.TestBook;
import io.flatbook.engine.book.EngineClock;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Instrument;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A default that takes much of a side with many holders takes what each policy says (POL-1, POL-2, POL-3). */
class WholeSideTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 29L);
    private static final int HOLDERS = 1_200;
    private static final int MAKER = 1_000_000;
    private static final int DEFAULTER = 1_000_001;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final TestBook book = new TestBook();
    private final int btc = book.perpetual("BTC", 1_000);
    private final Instrument instrument = book.instrument(btc);

    /** Shorts of 1 to 6 lots, some of whom lose; a long of about three eighths of their lots, bankrupt below 900. */
    private void shorts()
    {
        System.out.println("WholeSideTest -Dflatbook.seed=" + SEED);
        book.account(MAKER, MAKER, 1L << 40);
        long lots = 0;
        for (int account = 1; account <= HOLDERS; account++)
        {
            final int held = 1 + random.nextInt(6);
            lots += held;
            book.account(account, account, 3_000 + random.nextInt(5_000))
                .book(btc, MAKER, account, held, 840 + random.nextInt(200));
        }
        lots = lots * 3 / 8;
        book.account(DEFAULTER, DEFAULTER, lots * 101).book(btc, DEFAULTER, MAKER, (int)lots, 1_000);
    }

    /** Lots by account in order of choice, as planned. */
    private List<Map.Entry<Long, Long>> planned()
    {
        final RoundPlanner planner = new RoundPlanner(book.engine.book(), book.engine.margin(), new EngineClock(100),
            book.engine.queue(), book.engine.work());
        final RunPlan run = planner.preview(new DueRun(book.account(DEFAULTER), false, List.of()), new EntryLedger(),
            null).runs().get(0);
        return run.offsets().stream().map((pair) -> Map.entry(pair.counterparty().account().id(), pair.lots()))
            .toList();
    }

    /** Lots by account in order of choice, as a policy chooses among all of a group after the other. */
    private List<Map.Entry<Long, Long>> chosen(final OffsetPolicy policy, final long lots)
    {
        final List<Map.Entry<Long, Long>> chosen = new ArrayList<>();
        long left = lots;
        for (int group = 0; group < Candidate.GROUPS && left > 0; group++)
        {
            final RoundDraft live = new RoundDraft(book.engine.margin());
            for (final OffsetPolicy.Choice choice :
                policy.choose(new SortedOffsetQueue(live).group(instrument, Side.SHORT, live, group), left))
            {
                chosen.add(Map.entry(choice.candidate().accountId(), choice.lots()));
                left -= choice.lots();
            }
        }
        return chosen;
    }

    private void takesWhatItSays(final OffsetPolicyKind kind, final OffsetPolicy policy)
    {
        shorts();
        book.accepted(book.engine.setOffsetPolicy(book.alice, btc, kind, Switch.OFF));
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.mark(btc, 880);
        final long lots = book.account(DEFAULTER).leg(instrument).quantityLots();
        assertThat(WholeSide.isWorthIt(instrument, lots)).isTrue();
        assertThat(planned()).isEqualTo(chosen(policy, lots)).hasSizeGreaterThan(HOLDERS / 4);
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON));
        assertThat(book.status(DEFAULTER)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    @Test
    void theFirstOfTheQueue()
    {
        takesWhatItSays(OffsetPolicyKind.QUEUE, new QueuePolicy());
    }

    @Test
    void aShareOfEach()
    {
        takesWhatItSays(OffsetPolicyKind.PRO_RATA, new ProRataPolicy());
    }

    @Test
    void theHighestLevels()
    {
        takesWhatItSays(OffsetPolicyKind.WATERFILL, new WaterfillPolicy());
    }

    @Test
    void isForMoreThanAQuarterOfASideWithManyHolders()
    {
        shorts();
        final long quarter = instrument.openInterestLots() / 4;
        assertThat(WholeSide.isWorthIt(instrument, quarter + 1)).isTrue();
        assertThat(WholeSide.isWorthIt(instrument, quarter - 1)).isFalse();
        final int eth = book.perpetual("ETH", 1_000);
        book.book(eth, MAKER, 1, 4, 1_000);
        assertThat(WholeSide.isWorthIt(book.instrument(eth), 4)).isFalse();
    }
}
