package io.flatbook.cluster;

import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.AccountStatusChangedEncoder;
import io.flatbook.sbe.LiquidationPageEncoder;

import java.util.Arrays;

/**
 * The rows of accounts that become LIQUIDATING: they differ in length, since each brings the bankruptcy prices of its
 * positions. The prices are kept here until the rows are published; a row of a bucket says where its own begin.
 *
 * <p>Contract: EVT-2.
 */
final class LiquidationPages
{
    private static final int EQUITY = 1;
    private static final int DEADLINE = 2;
    private static final int FIRST_PRICE = 3;
    private static final int LEGS = 4;

    private static final int WORDS_OF_PRICE = 4;
    private static final int WORDS_INITIAL = 64 * WORDS_OF_PRICE;
    /** Words for which the space is kept when they have been published. */
    private static final int WORDS_KEPT = 1_024 * WORDS_OF_PRICE;
    private static final int ROW_LENGTH = LiquidationPageEncoder.RowsEncoder.sbeBlockLength() +
        LiquidationPageEncoder.RowsEncoder.BankruptcyPricesEncoder.sbeHeaderSize();
    private static final int PRICE_LENGTH =
        LiquidationPageEncoder.RowsEncoder.BankruptcyPricesEncoder.sbeBlockLength();

    private long[] words = new long[WORDS_INITIAL];
    private int used;

    /**
     * Keeps the prices of an account as they are now.
     *
     * @param bankruptcyPrices null for none.
     * @return where they begin.
     */
    int keep(final BankruptcyPrices bankruptcyPrices)
    {
        final int first = used;
        final int count = null == bankruptcyPrices ? 0 : bankruptcyPrices.count();
        if (used + count * WORDS_OF_PRICE > words.length)
        {
            words = Arrays.copyOf(words, Math.max(used + count * WORDS_OF_PRICE, 2 * words.length));
        }
        for (int i = 0; i < count; i++)
        {
            words[used++] = bankruptcyPrices.instrumentId(i);
            words[used++] = bankruptcyPrices.quantityLots(i);
            words[used++] = bankruptcyPrices.value(i);
            words[used++] = bankruptcyPrices.priceTicks(i);
        }
        return first;
    }

    void clear()
    {
        used = 0;
        if (words.length > WORDS_KEPT)
        {
            words = new long[WORDS_INITIAL];
        }
    }

    /** How many rows from one on fit one page, at least 1. */
    int rowsOfPage(final PageRows.Bucket bucket, final int from, final Limits limits)
    {
        final int rowsMax = Math.min(limits.pageRows(), bucket.count() - from);
        int room = limits.pageBytes() - Pages.HEAD_LENGTH_MAX;
        int count = 0;
        while (count < rowsMax)
        {
            room -= ROW_LENGTH + PRICE_LENGTH * (int)bucket.word(from + count, LEGS);
            if (room < 0)
            {
                break;
            }
            count++;
        }
        return Math.max(1, count);
    }

    /** Writes what follows the header of a page. */
    int page(
        final LiquidationPageEncoder event,
        final AccountStatus from,
        final AccountStatus to,
        final PageRows.Bucket bucket,
        final int fromRow,
        final int count)
    {
        event.from(from).to(to);
        final LiquidationPageEncoder.RowsEncoder rows = event.rowsCount(count);
        for (int row = fromRow; row < fromRow + count; row++)
        {
            rows.next().account(bucket.word(row, 0)).equity(bucket.word(row, EQUITY))
                .deadline(bucket.word(row, DEADLINE));
            final int legs = (int)bucket.word(row, LEGS);
            final LiquidationPageEncoder.RowsEncoder.BankruptcyPricesEncoder encoder =
                rows.bankruptcyPricesCount(legs);
            int at = (int)bucket.word(row, FIRST_PRICE);
            for (int i = 0; i < legs; i++)
            {
                encoder.next().instrument((int)words[at++]).quantityLots(words[at++]).bankruptcyValue(words[at++])
                    .bankruptcyPriceTicks(words[at++]);
            }
        }
        return event.encodedLength();
    }

    /** Writes what follows the header of the event of an account that is alone in its bucket. */
    int single(
        final AccountStatusChangedEncoder event,
        final AccountStatus from,
        final AccountStatus to,
        final PageRows.Bucket bucket)
    {
        event.account(bucket.word(0, 0)).from(from).to(to).equity(bucket.word(0, EQUITY))
            .deadline(bucket.word(0, DEADLINE));
        final int legs = (int)bucket.word(0, LEGS);
        final AccountStatusChangedEncoder.BankruptcyPricesEncoder encoder = event.bankruptcyPricesCount(legs);
        int at = (int)bucket.word(0, FIRST_PRICE);
        for (int i = 0; i < legs; i++)
        {
            encoder.next().instrument((int)words[at++]).quantityLots(words[at++]).bankruptcyValue(words[at++])
                .bankruptcyPriceTicks(words[at++]);
        }
        return event.encodedLength();
    }
}
