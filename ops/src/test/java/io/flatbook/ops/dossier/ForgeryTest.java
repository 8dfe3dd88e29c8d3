package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A forger who changes any field of a dossier, or any list, and makes all hashes fit again is found out, unless what
 * changed is an input with which the same comes out. It is found wrong, not unreadable, and no file stops a verifier
 * with a stack trace. Wants python3.
 */
@Tag("python")
final class ForgeryTest
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int FORGERIES_MIN = 1_000;
    private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(Long.SIZE);
    /** Inputs that may change without effect on the run at hand (docs/dossier.md), by where they are. */
    private static final Pattern INPUTS = Pattern.compile(
        "/body(/accounts(/#)?|/asset/(scale|symbol)|/clauses(/#)?" +
        "|/collections/#/(equity|maintenance|inRound)|/debt|/declared" +
        "|/fund/(balance|windowDrawn|runs/#/(capLeft|deficit|owner))|/haircut/accounts/#/(given|givenBefore|equity)" +
        "|/haircut/sides/#/winners/#/(entryGain|gainAtFreeze)|/instruments/#/(symbol|policy|mark|minTicks|maxTicks" +
        "|spareHedges|margin/(initialPerLot|maintenancePerLot|tiers/#/#))|/legs/#/(closable|weight)" +
        "|/logPosition|/markSequence|/pairsBefore/#/account|/timeMs" +
        "|/waterfall/(closeOut|closeOutFeePpm|fundFloor|perOwnerCap|recourse|windowCap))" +
        "|/leaves/#/#/(otherMaintenance|hedge|valueAtFreeze)");
    private static final Pattern INPUTS_OF_A_DAY = Pattern.compile(
        "/body(/assets/#/(scale|symbol)|/date|/instruments/#/(symbol|policy|minTicks|maxTicks|spareHedges" +
        "|margin/(initialPerLot|maintenancePerLot|tiers/#/#))|/logPosition|/stateHash|/timeMs)");
    private static final List<String> WORDS = List.of("", "QUEUE", "PRO_RATA", "WATERFILL", "LEAST", "WHOLE", "OWNER",
        "HEDGES", "LONG", "SHORT", "OWN_HEDGE", "DEFAULTERS", "00".repeat(32), "queue", "NaN", "1");

    @TempDir
    private Path temporary;
    private final TreeMap<String, String> places = new TreeMap<>();
    private final List<Path> files = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"surcharge-then-haircut", "policy-queue", "policy-waterfill", "own-accounts", "least",
        "shared-fund", "spare-hedges", "close-out-fee"})
    void everyFieldAndEveryListIsHeld(final String scenario) throws Exception
    {
        hold(Verifier.dossier(scenario), INPUTS, FORGERIES_MIN,
            List.of(new Verifier(temporary), Verifier.ofBooks(temporary)));
    }

    @Test
    void everyFieldAndEveryListOfTheBookOfADayIsHeld() throws Exception
    {
        final ObjectNode day = day();
        ((ObjectNode)day.get("body")).remove("dayRoot");
        hold(day, INPUTS_OF_A_DAY, FORGERIES_MIN / 4, List.of(Verifier.ofBooks(temporary)));
    }

    private void hold(
        final ObjectNode right, final Pattern inputs, final int forgeriesMin, final List<Verifier> verifiers)
        throws Exception
    {
        final long seed = Long.getLong("flatbook.forgery.seed", System.nanoTime());
        System.out.printf("forgery: -Dflatbook.forgery.seed=%d%n", seed);
        forge(right, right, "", new Random(seed));

        assertThat(files).as("seed %d", seed).hasSizeGreaterThan(forgeriesMin);
        List<Path> left = files;
        for (final Verifier verifier : verifiers)
        {
            left = left.isEmpty() ? left : right(verifier, left);
            assertThat(verifier.output().lines()).as("seed %d", seed).noneMatch((line) -> line.startsWith("unread"));
        }
        final List<String> accepted = new ArrayList<>();
        for (final Path file : left)
        {
            final String place = places.get(file.getFileName().toString());
            if (!inputs.matcher(place.substring(0, place.indexOf(' '))).matches() || place.endsWith(" of another type"))
            {
                accepted.add(place + ": " + file.getFileName());
            }
        }
        assertThat(accepted).as("seed %d", seed).isEmpty();
    }

    @Test
    void anotherBookOfADayDoesNotHaveTheRootOfTheEvent() throws Exception
    {
        final ObjectNode day = day();
        final String root = day.at("/body/dayRoot").textValue();
        for (int i = 0; i < 2; i++)
        {
            final ObjectNode leaf = (ObjectNode)day.at("/leaves/0/" + i);
            leaf.put("collateral", leaf.get("collateral").longValue() + 1 - 2 * i);
            leaf.put("equity", leaf.get("equity").longValue() + 1 - 2 * i);
        }
        final Verifier books = Verifier.ofBooks(temporary);
        assertThat(books.check(Verifier.sealed(day))).isEqualTo(1);
        assertThat(books.output()).contains("the trees do not lead to the root of the event");

        ((ObjectNode)day.get("body")).remove("dayRoot");
        assertThat(books.check(Verifier.sealed(day))).as(books.output()).isZero();
        assertThat(books.check(Verifier.sealed(day), root)).isEqualTo(1);
        assertThat(books.output()).contains("it is whole, but its root is");
    }

    private static ObjectNode day() throws Exception
    {
        final Path file = Path.of("..", "scenarios", "business-day.jsonl");
        return Verifier.parse(Dossiers.dayOfScenario("day", Files.readAllLines(file), 20251010, new byte[0]).text());
    }

    /** Those that a verifier finds right; each must have a verdict of one line. */
    private static List<Path> right(final Verifier verifier, final List<Path> files) throws Exception
    {
        verifier.checkAll(files);
        final List<String> lines = verifier.output().lines().toList();
        assertThat(lines).hasSameSizeAs(files).allMatch((line) -> line.matches("(right|wrong|unreadable): .*"));
        final List<Path> right = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++)
        {
            if (lines.get(i).startsWith("right: "))
            {
                right.add(files.get(i));
            }
        }
        return right;
    }

    private void forge(final ObjectNode document, final JsonNode holder, final String where, final Random random)
        throws IOException
    {
        if (holder.isObject())
        {
            final ObjectNode object = (ObjectNode)holder;
            for (final String name : List.copyOf(object.properties().stream().map((field) -> field.getKey()).toList()))
            {
                final JsonNode right = object.get(name);
                for (final JsonNode wrong : insteadOf(right, random))
                {
                    object.set(name, wrong);
                    write(document, where + "/" + name, right, wrong);
                }
                object.remove(name);
                write(document, where + "/" + name, right, JSON.missingNode());
                object.set(name, right);
                forge(document, right, where + "/" + name, random);
            }
            object.put("more", 1);
            write(document, where + " ", object, JSON.missingNode());
            object.remove("more");
        }
        else if (holder.isArray())
        {
            final ArrayNode array = (ArrayNode)holder;
            for (int i = 0; i < array.size(); i++)
            {
                final JsonNode right = array.get(i);
                for (final JsonNode wrong : insteadOf(right, random))
                {
                    array.set(i, wrong);
                    write(document, where + "/#", right, wrong);
                }
                array.set(i, right);
                forge(document, right, where + "/#", random);
            }
        }
    }

    private static List<JsonNode> insteadOf(final JsonNode right, final Random random)
    {
        final List<JsonNode> all = new ArrayList<>();
        if (right.isIntegralNumber())
        {
            final BigInteger number = right.bigIntegerValue();
            for (final BigInteger other : List.of(number.add(BigInteger.ONE), number.subtract(BigInteger.ONE),
                number.negate(), BigInteger.ZERO, BEYOND.add(number), BigInteger.valueOf(random.nextLong()),
                BigInteger.valueOf(random.nextInt(100)), BigInteger.ONE.shiftLeft(200)))
            {
                all.add(JSON.numberNode(other));
            }
            all.add(JSON.booleanNode(1 == number.intValue()));
            all.add(JSON.textNode(number.toString()));
        }
        else if (right.isBoolean())
        {
            all.add(JSON.booleanNode(!right.booleanValue()));
            all.add(JSON.numberNode(right.booleanValue() ? 1 : 0));
        }
        else if (right.isTextual())
        {
            WORDS.forEach((word) -> all.add(JSON.textNode(word)));
            all.add(JSON.numberNode(0));
        }
        else if (right.isNull())
        {
            all.add(JSON.numberNode(random.nextInt(1_000)));
            all.add(JSON.numberNode(-1));
        }
        else if (right.isArray())
        {
            all.addAll(lists((ArrayNode)right, random));
        }
        all.add(JSON.nullNode());
        all.add(JSON.objectNode());
        all.removeIf((other) -> other.equals(right) || Canonical.text(other).equals(Canonical.text(right)));
        return all;
    }

    private static List<JsonNode> lists(final ArrayNode right, final Random random)
    {
        final List<JsonNode> all = new ArrayList<>();
        all.add(right.deepCopy().add(0));
        all.add(JSON.arrayNode());
        if (!right.isEmpty())
        {
            final int at = random.nextInt(right.size());
            final ArrayNode without = right.deepCopy();
            without.remove(at);
            all.add(without);
            all.add(right.deepCopy().insert(at, right.get(at).deepCopy()));
            final ArrayNode swapped = right.deepCopy();
            swapped.add(swapped.remove(at));
            all.add(swapped);
            all.add(right.deepCopy().addAll(right.deepCopy()));
        }
        return all;
    }

    private void write(final ObjectNode document, final String where, final JsonNode right, final JsonNode wrong)
        throws IOException
    {
        final String name = Integer.toString(files.size());
        final boolean isSameType = right.getNodeType() == wrong.getNodeType() || right.isNull() && wrong.isInt();
        places.put(name, where + (isSameType ? " as " + Canonical.text(wrong) : " of another type"));
        files.add(Files.writeString(temporary.resolve(name),
            where.startsWith("/root") || where.startsWith("/trees") ? Canonical.text(document) + "\n" :
                Verifier.sealedIfPossible(document)));
    }

    @Test
    void noFileStopsAVerifierInAnotherWayThanWithAVerdict() throws Exception
    {
        final String right = Verifier.sealed(Verifier.dossier("policy-queue"));
        final List<String> texts = List.of("", "\n", "null\n", "[]\n", "{}\n", "\uFEFF" + right, right + right,
            right + "x", right.substring(0, right.length() / 2), right.replace("\n", "\r\n"), right.stripTrailing(),
            "[".repeat(200_000) + "\n", "{\"a\":".repeat(100_000) + "\n", "1".repeat(1_000_000) + "\n",
            right.replaceFirst("\"mark\":\\d+", "\"mark\":NaN"), right.replaceFirst("\"mark\":\\d+", "\"mark\":1e3"),
            right.replaceFirst("\"mark\":(\\d+)", "\"mark\":\"$1\""),
            right.replaceFirst("\"run\":(\\d+)", "\"run\":$1,\"run\":$1"),
            right.replaceFirst("\"round\":\\[(\\d+)\\]", "\"round\":[$1,1000000000000]"),
            "{\"format\":[1]}\n", "{\"line\":{}}\n", "{\"line\":1}\n", "{\"format\":\"flatbook-dossier-2\"}\n");
        for (int i = 0; i < texts.size(); i++)
        {
            files.add(Files.writeString(temporary.resolve("odd" + i), texts.get(i)));
        }
        files.add(Files.createDirectory(temporary.resolve("directory")));
        files.add(Files.createSymbolicLink(temporary.resolve("circle"), temporary.resolve("circle")));
        files.add(temporary.resolve("nothing"));
        files.add(Files.write(temporary.resolve("bytes"), new byte[]{'{', (byte)0xC3, (byte)0x28, '}', '\n'}));
        for (final Verifier verifier : List.of(new Verifier(temporary), Verifier.ofBooks(temporary)))
        {
            assertThat(right(verifier, files)).isEmpty();
        }
    }
}
