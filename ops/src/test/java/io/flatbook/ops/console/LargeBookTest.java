package io.flatbook.ops.console;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console in a real browser on a book that is too large to be shown, on an engine in this process: a page has as
 * many rows as with a small one, and what would read the whole book is refused in a sentence. It prints how long each
 * step took, and for how long the browser drew nothing. {@code scripts/benchmark console-pages} gives it a million
 * positions.
 */
@Tag("long")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class LargeBookTest
{
    private static final int POSITIONS = Integer.getInteger("flatbook.positions", 6_000);
    private static final int FIRST_ACCOUNT = 10_001;
    private static final int TRADES_OF_A_MESSAGE = 16;
    private static final int ROWS_MAX = 200;
    private static final long DEPOSIT = 10_000_000_000L;
    private static final String PAGE_DRAWN = "document.querySelectorAll('main tbody tr').length >= 50";
    private static final String REFUSED = "(document.querySelector('main [role=alert]')?.textContent ?? '')";

    @TempDir
    private static Path directory;
    private static final EngineGround GROUND = new EngineGround();
    private static ConsoleFixture fixture;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception
    {
        fixture = ConsoleFixture.readOnly(directory, GROUND).market();
        fixture.awaitInstruments();
        for (int account = FIRST_ACCOUNT; account < FIRST_ACCOUNT + POSITIONS; account++)
        {
            send("OpenAccount", "account", (long)account, "owner", (long)account, "asset", 1L);
            send("Deposit", "account", (long)account, "amount", DEPOSIT, "reference", (long)account);
        }
        for (int buyer = FIRST_ACCOUNT; buyer < FIRST_ACCOUNT + POSITIONS; buyer += 2 * TRADES_OF_A_MESSAGE)
        {
            sendTrades(buyer, Math.min(FIRST_ACCOUNT + POSITIONS, buyer + 2 * TRADES_OF_A_MESSAGE));
        }
        browser = new Browser(fixture.address());
    }

    @AfterAll
    static void stop()
    {
        browser.close();
        fixture.close();
    }

    @Test
    void aLargeBookDoesNotFreezeThePages()
    {
        System.out.printf(Locale.ROOT, "%,d positions, one an account%n", POSITIONS);
        open("/", "document.querySelector(\"dd[data-figure='accounts']\")");
        open("/positions", PAGE_DRAWN);
        step("scroll to its end", "document.querySelector('main .scroll').scrollTop = 1e6; scrollTo(0, 1e6)", "true");
        step("next page", "const first = document.querySelector('main tbody').textContent;" +
            "document.querySelector(\"button[data-key='next']\").click()",
            PAGE_DRAWN + " && document.querySelector('main tbody').textContent !== first");
        step("filter by instrument", choose("instrument", "ETH-PERP"), PAGE_DRAWN +
            " && [...document.querySelectorAll(\"a[data-key^='ladder:']\")].every(a => a.textContent === 'ETH-PERP')");
        final String account = String.valueOf(FIRST_ACCOUNT + POSITIONS - 1);
        step("filter by account", choose("instrument", "") + ';' + choose("account", account),
            "document.querySelectorAll('main tbody tr').length === 1 && " +
                "document.querySelector('main tbody').textContent.includes('" + account + "')");
        step("sort its positions", "document.querySelector(\"button[data-sort='value']\").click()",
            "document.querySelector(\"th[aria-sort='descending']\")");
        open("/positions?sort=value:desc", REFUSED + ".includes('too large to be sorted')");
        open("/positions?atRisk=true", REFUSED + ".includes('too large to be sorted')");
        open("/ladder?instrument=BTC-PERP&next=1.2", "document.querySelectorAll('button[data-account]').length >= 40");
        step("why somebody stands there", "document.querySelector('button[data-account]').click()",
            "document.querySelector('tr.why')");
        open("/ladder?instrument=ETH-PERP", "document.querySelectorAll('button[data-account]').length >= 40");
        open("/fund", "document.querySelector('.chart canvas')");
        open("/audit", "document.querySelector('main table')");
        open("/defaults", "document.querySelector('main .none')");
        if (DistanceCurve.POSITIONS_MAX < POSITIONS)
        {
            open("/distance?instrument=BTC-PERP", REFUSED + ".includes('this page copies one of')");
        }
    }

    private static void open(final String path, final String isDrawn)
    {
        browser.open(path);
        told(path, browser.timed("", isDrawn));
    }

    private static void step(final String name, final String script, final String isDone)
    {
        told("  " + name, browser.timed(script, isDone));
    }

    private static void told(final String name, final double[] took)
    {
        final long rows = ((Number)browser.script("return document.querySelectorAll('main tr').length;")).longValue();
        System.out.printf(Locale.ROOT, "%-38s %7.0f ms, longest without a frame %6.0f ms, %4d rows%n",
            name, took[0], took[1], rows);
        assertThat(rows).as(name).isLessThanOrEqualTo(ROWS_MAX + 2);
    }

    private static String choose(final String name, final String value)
    {
        return "document.querySelector('form.filters').elements." + name + ".value = '" + value + "';" +
            "document.querySelector('form.filters').requestSubmit()";
    }

    private static void sendTrades(final int from, final int end)
    {
        final WireMessage message = Protocol.wire().create("RegisterTrades");
        final List<WireRow> trades = new ArrayList<>();
        for (int buyer = from; buyer + 1 < end; buyer += 2)
        {
            final boolean isBtc = 0 == buyer / 2 % 2;
            final boolean isBuyer = 0 == buyer / 4 % 2;
            trades.add(new WireRow(message.spec().fields().get(1).children())
                .put("tradeId", 1_000_000L + buyer).put("instrument", isBtc ? 1L : 2L)
                .put("buyer", (long)(isBuyer ? buyer : buyer + 1)).put("seller", (long)(isBuyer ? buyer + 1 : buyer))
                .put("quantityLots", 1L + buyer % 50).put("priceTicks", (isBtc ? 102_000L : 50_200L) + buyer % 199 - 99)
                .put("buyerFee", 0L).put("sellerFee", 0L).put("cause", "TRADE").put("flags", Set.of()));
        }
        accepted(message.with("trades", trades));
    }

    private static void send(final String name, final Object... fields)
    {
        final WireMessage message = Protocol.wire().create(name);
        for (int at = 0; at < fields.length; at += 2)
        {
            message.with((String)fields[at], fields[at + 1]);
        }
        accepted(message);
    }

    private static void accepted(final WireMessage command)
    {
        final WireRow outcome = GROUND.fill("gateway/runner", command).row();
        assertThat(outcome.text("reason")).as(command.toString()).isEqualTo("NONE");
        for (final WireRow trade : outcome.rows("trades"))
        {
            assertThat(trade.text("tradeReason")).as(command.toString()).isEqualTo("NONE");
        }
    }
}
