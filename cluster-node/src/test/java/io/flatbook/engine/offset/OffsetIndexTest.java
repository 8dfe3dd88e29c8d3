package io.flatbook.engine.offset;

import io.flatbook.engine.TestBook;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Owner;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The index gives what a full sort gives (POL-1, POL-5, RUN-7), for random books of linear, inverse and option
 * positions and prices below zero, isolated and cross, after any history of trades, marks, money and price bounds,
 * while a round closes positions and takes surcharges.
 */
class OffsetIndexTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 71L);
    private static final int SEEDS = Integer.getInteger("flatbook.offset.seeds", 6);
    private static final int ACCOUNTS = 250;
    private static final int STEPS = 40;
    private static final int COMMANDS_PER_STEP = 60;
    private static final CandidateOrder[] ORDERS =
        {CandidateOrder.GROUP_AND_SCORE, CandidateOrder.GROUP_AND_LEVEL, CandidateOrder.GROUP_AND_LOTS};

    private static final Map<OffsetPolicyKind, OffsetPolicy> POLICIES = Map.of(OffsetPolicyKind.QUEUE,
        new QueuePolicy(), OffsetPolicyKind.PRO_RATA, new ProRataPolicy(), OffsetPolicyKind.WATERFILL,
        new WaterfillPolicy());

    private long defaulted;

    @Test
    void theIndexGivesWhatAFullSortGives()
    {
        System.out.println("OffsetIndexTest -Dflatbook.seed=" + SEED + " -Dflatbook.offset.seeds=" + SEEDS);
        for (int i = 0; i < SEEDS; i++)
        {
            new World(SEED + i).run();
        }
        assertThat(defaulted).as("accounts in default").isPositive();
    }

    /** A book whose default runs are suspended, so that accounts in default stay in the queues. */
    private final class World
    {
        private final TestBook book = new TestBook();
        private final TradeTicket ticket = new TradeTicket();
        private final List<Instrument> instruments = new ArrayList<>();
        private final SplittableRandom random;
        private final long seed;
        private long tradeId;

        private World(final long seed)
        {
            this.seed = seed;
            random = new SplittableRandom(seed);
            book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
            final int coin = book.perpetual("COIN", 20_000);
            add(coin, OffsetPolicyKind.QUEUE, Switch.OFF);
            add(book.define(TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000_000, 0)
                .family("COIN")), OffsetPolicyKind.QUEUE, Switch.ON);
            add(book.define(TestBook.linear("OIL").minTicks(-500).maxTicks(5_000)
                .marginTerms(TestBook.perLot(50_000, 25_000, 20, 10))), OffsetPolicyKind.QUEUE, Switch.OFF);
            add(book.define(TestBook.option("CALL", InstrumentKind.CALL, coin, 21_000)), OffsetPolicyKind.QUEUE,
                Switch.ON);
            book.marks(new int[]{coin, 2, 3, 4}, 20_000, 1_000, 3, 300);
            for (int account = 1; account <= ACCOUNTS; account++)
            {
                book.account(account, account, 1 + random.nextLong(1L << 10 + random.nextInt(14)));
            }
        }

        private void add(final int id, final OffsetPolicyKind policy, final Switch spareHedges)
        {
            book.accepted(book.engine.setOffsetPolicy(book.alice, id, policy, spareHedges));
            instruments.add(book.instrument(id));
        }

        private void run()
        {
            for (int step = 0; step < STEPS; step++)
            {
                for (int i = 0; i < COMMANDS_PER_STEP; i++)
                {
                    command();
                }
                book.events.take();
                final Instrument instrument = instruments.get(random.nextInt(instruments.size()));
                final Side side = random.nextBoolean() ? Side.LONG : Side.SHORT;
                comparePlaces(instrument, side, "seed " + seed + " step " + step);
                compareRound(instrument, side, "seed " + seed + " step " + step);
            }
            for (int account = 1; account <= ACCOUNTS; account++)
            {
                defaulted += AccountStatus.DEFAULTED == book.status(account) ? 1 : 0;
            }
        }

        // Refusals are part of it: margin decides who trades.
        private void command()
        {
            final Instrument instrument = instruments.get(random.nextInt(instruments.size()));
            final long account = 1 + random.nextInt(ACCOUNTS);
            final int kind = random.nextInt(21);
            if (kind < 16)
            {
                book.engine.registerTrade(book.gateway, ticket.set(++tradeId, instrument.id(), account,
                    1 + random.nextInt(ACCOUNTS), 1 + random.nextInt(5), instrument.markTicks() + random.nextInt(3) - 1,
                    random.nextInt(3), 0, TradeCause.TRADE, false, TestBook.NONE, Absent.INT));
            }
            else if (kind < 18)
            {
                final long most = Math.abs(instrument.markTicks()) / (random.nextInt(8) == 0 ? 8 : 80) + 2;
                book.tryMarks(new int[]{instrument.id()}, Math.max(instrument.units().minTicks(),
                    instrument.markTicks() + random.nextLong(2 * most + 1) - most));
            }
            else if (kind < 19)
            {
                book.tryDeposit(account, 1 + random.nextInt(5_000));
            }
            else if (kind < 20)
            {
                book.tryWithdraw(account, 1 + random.nextInt(5_000));
            }
            else
            {
                // Below 1 tick profit is measured in ticks, not by cost (POL-1).
                final long lowest = random.nextBoolean() ? 1 : -500;
                book.engine.setPriceBounds(book.alice, instruments.get(2).id(), lowest, 5_000);
            }
        }

        private SortedOffsetQueue sorted()
        {
            return new SortedOffsetQueue(new RoundDraft(book.engine.margin()));
        }

        private void comparePlaces(final Instrument instrument, final Side side, final String as)
        {
            final List<OffsetQueue.Place> places = sorted().side(instrument, side);
            assertThat(book.engine.queue().side(instrument, side)).as(as).isEqualTo(places);
            assertThat(book.engine.queue().count(instrument, side)).as(as).isEqualTo(places.size());
            for (int i = 0; i < Math.min(5, places.size()); i++)
            {
                final OffsetQueue.Place place = places.get(random.nextInt(places.size()));
                assertThat(book.engine.queue().rankOf(place.position())).as(as).isEqualTo(place);
            }
        }

        // Both lines see the same changes, between which they are asked for some of the best.
        private void compareRound(final Instrument instrument, final Side side, final String as)
        {
            final RoundDraft ofIndex = new RoundDraft(book.engine.margin());
            final RoundDraft ofSort = new RoundDraft(book.engine.margin());
            for (int turn = 0; turn < 12; turn++)
            {
                final CandidateOrder order = ORDERS[random.nextInt(ORDERS.length)];
                final int most = 0 == turn % 4 ? Integer.MAX_VALUE : 1 + random.nextInt(20);
                final List<Candidate> best = best(sorted(), instrument, side, order, ofSort, most);
                assertThat(best(book.engine.queue(), instrument, side, order, ofIndex, most)).as(as).isEqualTo(best);
                final long lots = 1 + random.nextInt(40);
                assertThat(new HighestLevels(lots).choose(book.engine.queue(), instrument, side, ofIndex, null)).as(as)
                    .isEqualTo(chosen(new WaterfillPolicy(), instrument, side, ofIndex, lots, null));
                compareProRata(instrument, side, ofIndex, as);
                compareWholeSide(instrument, side, ofIndex, as);
                for (int i = random.nextInt(4); i > 0; i--)
                {
                    final Account account = best.isEmpty() || random.nextBoolean() ?
                        book.account(1 + random.nextInt(ACCOUNTS)) :
                        best.get(random.nextInt(best.size())).position().account();
                    touch(account, ofIndex, ofSort);
                }
            }
        }

        // From a lot to more than all have, without the accounts of an owner.
        private void compareProRata(
            final Instrument instrument, final Side side, final RoundDraft draft, final String as)
        {
            final long lots = 1 + random.nextLong(1L << random.nextInt(12));
            final Owner owner = book.account(1 + random.nextInt(ACCOUNTS)).owner();
            assertThat(book.engine.queue().lotsByGroup(instrument, side, draft)).as(as)
                .isEqualTo(sorted().lotsByGroup(instrument, side, draft));
            assertThat(new LargestShares(lots).choose(book.engine.queue(), instrument, side, draft,
                owner.accountsIn(instrument.settlementAsset()))).as(as)
                .isEqualTo(chosen(new ProRataPolicy(), instrument, side, draft, lots, owner));
        }

        private void compareWholeSide(
            final Instrument instrument, final Side side, final RoundDraft draft, final String as)
        {
            final long lots = 1 + random.nextLong(1L << random.nextInt(12));
            final Owner owner = book.account(1 + random.nextInt(ACCOUNTS)).owner();
            POLICIES.forEach((kind, policy) -> assertThat(new WholeSide(lots).choose(
                book.engine.queue(), instrument, side, draft, owner, kind)).as("%s, %s", as, kind)
                .isEqualTo(chosen(policy, instrument, side, draft, lots, owner)));
        }

        // Among those that it looks at, a policy chooses what it chooses among all.
        private List<OffsetPolicy.Choice> chosen(
            final OffsetPolicy policy, final Instrument instrument, final Side side, final RoundDraft draft,
            final long lots, final Owner without)
        {
            final List<OffsetPolicy.Choice> choices = new ArrayList<>();
            long left = lots;
            for (int group = 0; group < Candidate.GROUPS && left > 0; group++)
            {
                final List<Candidate> candidates = sorted().group(instrument, side, draft, group);
                candidates.removeIf((candidate) -> candidate.position().account().owner() == without);
                for (final OffsetPolicy.Choice choice : policy.choose(candidates, left))
                {
                    choices.add(choice);
                    left -= choice.lots();
                }
            }
            return choices;
        }

        private void touch(final Account account, final RoundDraft ofIndex, final RoundDraft ofSort)
        {
            final long minorUnits = 1 + random.nextInt(2_000);
            if (0 < account.legCount() && random.nextBoolean())
            {
                final Position leg = account.leg(random.nextInt(account.legCount()));
                final long left = Math.abs(ofSort.lots(leg));
                if (left > 0)
                {
                    final long lots = 1 + random.nextLong(left);
                    ofIndex.close(leg, lots);
                    ofSort.close(leg, lots);
                }
            }
            else if (random.nextBoolean())
            {
                ofIndex.give(account, minorUnits);
                ofSort.give(account, minorUnits);
            }
            else
            {
                ofIndex.receive(account, minorUnits);
                ofSort.receive(account, minorUnits);
            }
        }

        private List<Candidate> best(
            final OffsetQueue queue, final Instrument instrument, final Side side, final CandidateOrder order,
            final RoundDraft draft, final int most)
        {
            final List<Candidate> candidates = new ArrayList<>();
            queue.best(instrument, side, order, draft, (candidate) ->
            {
                candidates.add(candidate);
                return candidates.size() < most;
            });
            return candidates;
        }
    }
}
