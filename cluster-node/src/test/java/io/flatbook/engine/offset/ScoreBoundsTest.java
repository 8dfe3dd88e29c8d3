package io.flatbook.engine.offset;

import io.flatbook.engine.TestBook;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.ChangedAccounts;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * POL-1: no score lies outside the bounds of its key or of its node, for linear, inverse and option positions and
 * prices below zero, from one lot to 2^30 and from one minor unit to 2^53; and a position that a key tells without
 * rounding has no other score than its bounds.
 */
class ScoreBoundsTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 23L);
    private static final int SEEDS = Integer.getInteger("flatbook.offset.seeds", 20);
    private static final int ACCOUNTS = 120;
    private static final int TRADES = 600;
    private static final int MARKS = 20;

    private final ReferenceMarks references = new ReferenceMarks();
    private final QueueKey keys = new QueueKey(references);

    @Test
    void aScoreLiesWithinTheBoundsOfItsKeyAndOfItsNode()
    {
        System.out.println("ScoreBoundsTest -Dflatbook.seed=" + SEED + " -Dflatbook.offset.seeds=" + SEEDS);
        int checked = 0;
        for (int i = 0; i < SEEDS; i++)
        {
            final SplittableRandom random = new SplittableRandom(SEED + i);
            references.clear();
            final TestBook book = randomBook(random);
            for (int marks = 0; marks < MARKS; marks++)
            {
                references.follow(new ChangedAccounts());
                final Instrument instrument = book.instrument(1 + random.nextInt(4));
                checked += check(book, instrument, Side.LONG, random, "seed " + (SEED + i));
                checked += check(book, instrument, Side.SHORT, random, "seed " + (SEED + i));
                moveMark(book, random);
            }
        }
        assertThat(checked).as("positions looked at").isGreaterThan(100 * SEEDS);
    }

    @Test
    void theBoundsOfAKeyWithoutRoundingAreTheScore()
    {
        final TestBook book = new TestBook();
        final int coin = book.perpetual("COIN", 1_000);
        book.account(1, 1, 7_919).account(2, 2, 9_973).book(coin, 1, 2, 1, 977);
        book.mark(coin, 1_013);
        for (int account = 1; account <= 2; account++)
        {
            final Position position = book.account(account).leg(book.instrument(coin));
            final OffsetNode leaf = leaf(List.of(position));
            final ScoreBounds bounds = bounds(position.instrument(), 1 == account ? Side.LONG : Side.SHORT).of(leaf, 0);
            final long score = score(book, position);
            assertThat(bounds.most()).isEqualTo(score);
            assertThat(bounds.isBelow(score)).isFalse();
            assertThat(bounds.isBelow(score + 1)).isTrue();
        }
    }

    private int check(
        final TestBook book, final Instrument instrument, final Side side, final SplittableRandom random,
        final String as)
    {
        final List<Position> positions = new ArrayList<>();
        int checked = 0;
        for (final Position position : instrument.positions())
        {
            if (Side.LONG == side == position.isLong())
            {
                positions.add(position);
            }
            if (positions.size() == OffsetNode.POSITIONS_MAX || 0 == random.nextInt(8) && !positions.isEmpty())
            {
                checkNode(book, instrument, side, positions, as);
                checked += positions.size();
                positions.clear();
            }
        }
        return checked;
    }

    private void checkNode(
        final TestBook book, final Instrument instrument, final Side side, final List<Position> positions,
        final String as)
    {
        final OffsetNode leaf = leaf(positions);
        final ScoreBounds bounds = bounds(instrument, side);
        for (int i = 0; i < positions.size(); i++)
        {
            final long score = score(book, positions.get(i));
            final String of = as + ", account " + positions.get(i).account().id();
            assertThat(score).as(of).isBetween(bounds.of(leaf, i).least(), bounds.most());
            assertThat(bounds.isBelow(score) || bounds.isAbove(score)).as(of).isFalse();
            assertThat(score).as(of).isBetween(bounds.of(leaf).least(), bounds.most());
            assertThat(bounds.isBelow(score) || bounds.isAbove(score)).as(of).isFalse();
        }
    }

    private OffsetNode leaf(final List<Position> positions)
    {
        final OffsetNode leaf = new OffsetNode();
        for (final Position position : positions)
        {
            leaf.append(position, keys.of(position));
        }
        leaf.measure();
        return leaf;
    }

    private ScoreBounds bounds(final Instrument instrument, final Side side)
    {
        return new ScoreBounds().at(instrument, side, references.spread(instrument));
    }

    private static long score(final TestBook book, final Position position)
    {
        return Candidate.of(position, new RoundDraft(book.engine.margin())).score().score();
    }

    /** A book whose default runs are suspended. */
    private static TestBook randomBook(final SplittableRandom random)
    {
        final TestBook book = new TestBook();
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        final int coin = book.perpetual("COIN", 20_000);
        book.define(TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000_000, 0));
        book.define(TestBook.linear("OIL").minTicks(-500).maxTicks(5_000)
            .marginTerms(TestBook.perLot(50_000, 25_000, 20, 10)));
        book.define(TestBook.option("CALL", InstrumentKind.CALL, coin, 21_000));
        book.marks(new int[]{coin, 2, 3, 4}, 20_000, 1_000, 3, 300);
        for (int account = 1; account <= ACCOUNTS; account++)
        {
            book.account(account, account, 1 + random.nextLong(1L << 10 + random.nextInt(44)));
        }
        final TradeTicket ticket = new TradeTicket();
        for (int trade = 1; trade <= TRADES; trade++)
        {
            final Instrument instrument = book.instrument(1 + random.nextInt(4));
            book.engine.registerTrade(book.gateway, ticket.set(trade, instrument.id(), 1 + random.nextInt(ACCOUNTS),
                1 + random.nextInt(ACCOUNTS), 1 + random.nextLong(1L << random.nextInt(31)),
                instrument.markTicks() + random.nextInt(5) - 2, random.nextInt(3), 0, TradeCause.TRADE, false,
                TestBook.NONE, Absent.INT));
            if (0 == trade % 10)
            {
                moveMark(book, random);
            }
        }
        return book;
    }

    // Mostly by less than what references allow for.
    private static void moveMark(final TestBook book, final SplittableRandom random)
    {
        final Instrument instrument = book.instrument(1 + random.nextInt(4));
        final long most = Math.abs(instrument.markTicks()) / (random.nextInt(8) == 0 ? 8 : 80) + 2;
        book.tryMarks(new int[]{instrument.id()},
            Math.max(instrument.units().minTicks(), instrument.markTicks() + random.nextLong(2 * most + 1) - most));
    }
}
