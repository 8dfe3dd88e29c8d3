package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Decimals;
import io.flatbook.ops.view.InstrumentTerms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a gateway's own records with the book.
 */
@Command(name = "reconcile", description = {
    "Compares a gateway's positions and balances with the book; exit 1 if they differ.",
    "FILE has lines account,instrument,quantity for positions and account,ASSET,balance for collateral; a first " +
    "line of names, empty lines and lines that start with # are passed over. Cells may be in quotes.",
    "If an instrument has the name of an asset, a fourth column says position or collateral."})
final class ReconcileCommand extends ReadingCommand
{
    private static final int COLUMNS = 3;
    private static final String POSITION = "position";
    private static final String COLLATERAL = "collateral";
    /** A cell and the comma behind it: in quotes, where two of them are one, or without any. */
    private static final Pattern CELL =
        Pattern.compile("\\G\\s*+(?:\"([^\"]*+(?:\"\"[^\"]*+)*+)\"\\s*+|([^\",]*+)),");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    @Parameters(paramLabel = "FILE", description = "The gateway's records, comma separated.")
    private Path file;

    @Option(names = "--venue", paramLabel = "VENUE",
        description = "Of the book, only accounts of this venue; all that may be seen if left out.")
    private Long venue;

    private record Key(long account, String symbol, String kind) implements Comparable<Key>
    {
        private static final Comparator<Key> ORDER =
            Comparator.comparingLong(Key::account).thenComparing(Key::symbol).thenComparing(Key::kind);

        @Override
        public int compareTo(final Key other)
        {
            return ORDER.compare(this, other);
        }
    }

    @Override
    int run()
    {
        final Map<Key, BigDecimal> records = records();
        final Map<Key, BigDecimal> booked = booked();
        final Set<Key> keys = new TreeSet<>(records.keySet());
        keys.addAll(booked.keySet());
        final List<ObjectNode> breaks = new ArrayList<>();
        for (final Key key : keys)
        {
            final BigDecimal inFile = records.getOrDefault(key, BigDecimal.ZERO);
            final BigDecimal inBook = booked.getOrDefault(key, BigDecimal.ZERO);
            if (0 != inFile.compareTo(inBook))
            {
                final ObjectNode row = JsonNodeFactory.instance.objectNode();
                row.put("account", key.account()).put("symbol", key.symbol()).put("kind", key.kind());
                row.put("file", records.containsKey(key) ? Decimals.plain(inFile) : null);
                row.put("book", booked.containsKey(key) ? Decimals.plain(inBook) : null);
                breaks.add(row.put("difference", Decimals.plain(inFile.subtract(inBook))));
            }
        }
        end(answer().rows("breaks", breaks));
        talk(keys.size() + " compared, " + breaks.size() + " breaks");
        return breaks.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private Map<Key, BigDecimal> booked()
    {
        final Map<Key, BigDecimal> booked = new TreeMap<>();
        final Set<Long> accounts = new TreeSet<>();
        for (final BookReader.Entry account : book().accounts())
        {
            if (null == venue || venue.equals(account.row().number("venue")))
            {
                final long accountId = account.row().required("account");
                accounts.add(accountId);
                final ObjectNode json = view().entry(account.report(), account.row());
                booked.put(new Key(accountId, json.get("asset").asText(), COLLATERAL),
                    new BigDecimal(json.get("collateral").asText()));
            }
        }
        for (final BookReader.Entry position : book().positions(null, null))
        {
            final long accountId = position.row().required("account");
            final InstrumentTerms instrument = catalog().instrument((int)position.row().required("instrument"));
            if (accounts.contains(accountId))
            {
                booked.put(new Key(accountId, instrument.symbol(), POSITION),
                    new BigDecimal(instrument.quantity(position.row().required("quantityLots"))));
            }
        }
        return booked;
    }

    private Map<Key, BigDecimal> records()
    {
        final List<String> lines;
        try
        {
            lines = Files.readAllLines(file);
        }
        catch (final IOException ex)
        {
            throw CliException.unreadable(file, ex);
        }
        final Map<Key, BigDecimal> records = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++)
        {
            // A spreadsheet marks what it saves as UTF-8.
            final String line = (0 == i ? lines.get(i).replace(BYTE_ORDER_MARK, "") : lines.get(i)).strip();
            final boolean isHeading = 0 == i && (line.startsWith("account") || line.startsWith("\"account"));
            if (!line.isEmpty() && !line.startsWith("#") && !isHeading)
            {
                record(records, line, file + ":" + (i + 1) + ": ");
            }
        }
        return records;
    }

    private void record(final Map<Key, BigDecimal> records, final String line, final String place)
    {
        final List<String> cells = cells(line);
        if (cells.size() < COLUMNS || COLUMNS + 1 < cells.size())
        {
            throw new CliException(ExitCode.USAGE, place + "wants account,symbol,number");
        }
        final String symbol = cells.get(1);
        final String kind = kind(symbol, COLUMNS < cells.size() ? cells.get(COLUMNS) : "", place);
        try
        {
            final Key key = new Key(Long.parseLong(cells.get(0)), symbol, kind);
            final BigDecimal number = new BigDecimal(cells.get(2));
            Decimals.guardSize(number);
            if (null != records.put(key, number))
            {
                throw new CliException(ExitCode.USAGE, place + "stands there twice");
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new CliException(ExitCode.USAGE, place + "account and number must be numbers");
        }
        catch (final ArithmeticException ex)
        {
            throw new CliException(ExitCode.USAGE, place + ex.getMessage());
        }
    }

    /** Cells of a line; none if a quote is where none belongs. */
    private static List<String> cells(final String line)
    {
        final List<String> cells = new ArrayList<>();
        final String closed = line + ',';
        final Matcher cell = CELL.matcher(closed);
        int end = 0;
        while (cell.find())
        {
            cells.add(null == cell.group(1) ? cell.group(2).strip() : cell.group(1).replace("\"\"", "\"").strip());
            end = cell.end();
        }
        return closed.length() == end ? cells : List.of();
    }

    private String kind(final String symbol, final String given, final String place)
    {
        final boolean isInstrument = null != catalog().instrument(symbol);
        final boolean isAsset = null != catalog().asset(symbol);
        if (!isInstrument && !isAsset)
        {
            throw new CliException(ExitCode.USAGE, place + "there is no instrument or asset " + symbol);
        }
        if (isInstrument && (POSITION.equals(given) || given.isEmpty() && !isAsset))
        {
            return POSITION;
        }
        if (isAsset && (COLLATERAL.equals(given) || given.isEmpty() && !isInstrument))
        {
            return COLLATERAL;
        }
        throw new CliException(ExitCode.USAGE, place + (isInstrument && isAsset ? "there is an instrument and an " +
            "asset " + symbol + ": a fourth column must say position or collateral" :
            symbol + " is " + (isAsset ? COLLATERAL : POSITION) + ", not " + given));
    }
}
