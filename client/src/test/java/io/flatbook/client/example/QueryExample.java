package io.flatbook.client.example;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.InstrumentSpec;
import io.flatbook.client.Queries;
import io.flatbook.sbe.AccountsReportDecoder;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The questions in the client's README.md: what stands between the marks stands there too. */
final class QueryExample
{
    private QueryExample()
    {
    }

    /** Equity of each account of the venue whose asset is that of the instrument. */
    static Map<Long, BigDecimal> equities(final FlatbookClient client, final InstrumentSpec spec)
    {
        final Map<Long, BigDecimal> equities = new TreeMap<>();
        // README begin
        Long after = null;
        do
        {
            final AccountsReportDecoder page = client.query(Queries.accounts(after), Duration.ofSeconds(5));
            after = AccountsReportDecoder.nextAfterNullValue() == page.nextAfter() ? null : page.nextAfter();
            for (final AccountsReportDecoder.AccountsDecoder account : page.accounts())
            {
                equities.put(account.account(), spec.moneyOf(account.equity()));
            }
        }
        while (null != after);
        // README end
        return equities;
    }
}
