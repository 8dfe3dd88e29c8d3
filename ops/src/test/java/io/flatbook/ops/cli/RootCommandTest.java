package io.flatbook.ops.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

final class RootCommandTest
{
    private final CliFixture cli = new CliFixture();

    @BeforeEach
    void fillTheBook() throws Exception
    {
        cli.with(
            "{\"command\":\"defineAsset\",\"asset\":\"USDC\",\"scale\":6}",
            "{\"command\":\"defineInstrument\",\"instrument\":\"BTC-PERP\",\"kind\":\"LINEAR_PERPETUAL\"," +
                "\"settlementAsset\":\"USDC\",\"tickSize\":\"0.5\",\"lotSize\":\"0.001\"," +
                "\"marginTiers\":[{\"floor\":\"0\",\"initial\":\"0.05\",\"maintenance\":\"0.03\"}]}",
            "{\"command\":\"openAccount\",\"account\":1001,\"owner\":1}",
            "{\"command\":\"openAccount\",\"account\":1002,\"owner\":2}",
            "{\"command\":\"deposit\",\"account\":1001,\"amount\":\"4999\"}",
            "{\"command\":\"deposit\",\"account\":1002,\"amount\":\"20000\"}",
            "{\"command\":\"updateMarkPrices\",\"marks\":{\"BTC-PERP\":\"50000\"}}",
            "{\"command\":\"registerTrade\",\"tradeId\":1,\"instrument\":\"BTC-PERP\",\"buyer\":1002," +
                "\"seller\":1001,\"quantity\":\"1\",\"price\":\"50000\"}");
    }

    @Test
    void everyVerbIsFoundByTheNameThatItsHelpSays()
    {
        RootCommand.VERBS.forEach((name, verb) -> assertThat(verb.getAnnotation(Command.class).name()).isEqualTo(name));
    }

    @Test
    void everyCommandOfTheRunbooksIsOneThatIsTaken() throws IOException
    {
        final List<String> commands = Pattern.compile("`(flatbook [^`]+)`|(?m)^(flatbook .+)$")
            .matcher(Files.readString(Path.of("..", "docs", "runbooks.md"))).results()
            .map((match) -> null == match.group(1) ? match.group(2) : match.group(1)).toList();
        assertThat(commands).hasSizeGreaterThan(20);
        for (final String command : commands)
        {
            final String[] words = command.replace("RUN", "12").replace("AMOUNT", "100").replace("POSITION", "64")
                .replace("PROPOSAL", "7").split("\\s+");
            assertThatCode(() -> RootCommand.line(cli.surroundings())
                .parseArgs(Arrays.copyOfRange(words, 1, words.length))).as(command).doesNotThrowAnyException();
        }
    }

    @Test
    void whatNeedsASecondPersonIsRefusedWithTheCommandThatProposesIt()
    {
        assertThat(cli.run("send", "{\"command\":\"setControls\",\"fourEyes\":true}")).isEqualTo(ExitCode.OK);
        for (final List<String> refused : List.of(List.of("fund", "add", "USDC", "10", "--yes"),
            List.of("send", "{\"command\":\"setWaterfall\",\"asset\":\"USDC\",\"fundFloor\":\"10\"}")))
        {
            assertThat(cli.run(refused.toArray(String[]::new))).as(cli.err()).isEqualTo(ExitCode.REJECTED);
            final String hint = cli.err().replaceFirst("(?s).*; to propose it: flatbook send '(.*)'\n", "$1");
            assertThat(cli.run("send", hint)).as(cli.err()).isEqualTo(ExitCode.OK);
        }
        assertThat(cli.run("proposal", "approve", "1", "--yes")).as("by the same person")
            .isEqualTo(ExitCode.REJECTED);
        assertThat(cli.err()).contains("FOUR_EYES_REQUIRED").doesNotContain("to propose it");
    }

    @Test
    void helpOfAVerbThatDoesNotExistIsRefused()
    {
        assertThat(cli.run("help", "accont")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("account");
        assertThat(cli.run("help", "account")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("help", "account", "show")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("help")).isEqualTo(ExitCode.OK);
    }

    @Test
    void aProfileMayBeNamedLikeAVerb(@TempDir final Path profiles) throws IOException
    {
        Files.writeString(profiles.resolve("console.properties"), "principal=audit/console\n");
        cli.profiles(profiles);

        assertThat(cli.run("--profile", "console", "account", "list")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.run("account", "list", "--profile", "console")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.run("--profile", "cluster", "account", "list")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("cluster.properties");
    }

    @Test
    void showsAnAccountWithItsPositions()
    {
        assertThat(cli.run("account", "show", "1001", "-o", "json")).isEqualTo(ExitCode.OK);

        assertThat(cli.json().path("account").path("equity").asText()).isEqualTo("4999.000000");
        assertThat(cli.json().path("positions").get(0).path("quantity").asText()).isEqualTo("-1");
        assertThat(cli.json().has("logPosition")).isTrue();
        assertThat(cli.json().path("ageMs").asLong()).isEqualTo(1_000);
    }

    @Test
    void writesTablesToStandardOutputAndTalkToStandardError()
    {
        assertThat(cli.run("account", "list")).isEqualTo(ExitCode.OK);

        assertThat(cli.out()).contains("account", "1001", "4,999.000000").doesNotContain("log position");
        assertThat(cli.err()).isEqualTo("log position 0, no entry yet\n");
    }

    @Test
    void writesCommaSeparatedValues()
    {
        assertThat(cli.run("positions", "-o", "csv", "--account", "1002")).isEqualTo(ExitCode.OK);

        assertThat(cli.out().lines().toList()).hasSize(2);
        assertThat(cli.out()).startsWith("account,instrument,quantity,cost,value,unrealizedPnl,");
        assertThat(cli.out()).contains("\n1002,BTC-PERP,1,50000.000000,50000.000000,0.000000,");
    }

    @Test
    void showsBothSidesOfTheQueue()
    {
        assertThat(cli.run("queue", "BTC-PERP", "-o", "json")).isEqualTo(ExitCode.OK);

        assertThat(cli.json().path("queue")).hasSize(2);
        assertThat(cli.json().path("queue").get(0).path("side").asText()).isEqualTo("LONG");
        assertThat(cli.json().path("queue").get(0).path("account").asLong()).isEqualTo(1002);
    }

    @Test
    void showsFundAuditAndInstruments()
    {
        assertThat(cli.run("fund", "show", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("funds").get(0).path("insuranceFund").asText()).isEqualTo("0.000000");
        assertThat(cli.run("audit", "check", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("audit").get(0).path("balanced").asBoolean()).isTrue();
        assertThat(cli.run("instrument", "list", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("instruments").get(0).path("mark").asText()).isEqualTo("50000");
    }

    @Test
    void wantsAYesBeforeItMovesMoney()
    {
        assertThat(cli.run("fund", "add", "USDC", "10")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("fund", "add", "USDC", "10", "--dry-run")).isEqualTo(ExitCode.OK);
        assertThat(cli.err()).contains("nothing was sent");
        assertThat(cli.run("fund", "add", "USDC", "10", "--yes", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("fund").path("insuranceFund").asText()).isEqualTo("10.000000");
        assertThat(cli.run("fund", "add", "USDC", "0.0000001", "--yes")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void previewsAndDeclaresADefault()
    {
        assertThat(cli.run("default", "declare", "1001")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("default", "declare", "1001", "--dry-run", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("preview").path("offsets").asInt()).isEqualTo(1);
        assertThat(cli.run("offset", "preview", "1001", "--policy", "all", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("previews")).hasSize(3);
        assertThat(cli.run("default", "declare", "1001", "--yes", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("account").path("status").asText()).isEqualTo("CLOSED_OUT");
        assertThat(cli.run("events", "tail", "--count", "1", "--type", "PositionOffset")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("counterparty").asLong()).isEqualTo(1002);
    }

    @Test
    void saysIfTheEventThatIsToComeFirstHasNotHappened()
    {
        assertThat(cli.run("fund", "add", "USDC", "10", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("events", "tail", "--count", "1", "--type", "PositionOfset")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("there is no event PositionOfset");
        assertThat(cli.run("events", "tail", "--count", "1", "--type", "Deposit")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("events", "tail", "--from", "1000000", "--count", "1")).isEqualTo(ExitCode.OK);
        final long next = cli.json().path("eventSequence").asLong();
        assertThat(cli.err()).isEqualTo(
            "event 1000000 has not happened yet: event " + next + " is the next\n");
    }

    @ParameterizedTest
    @CsvSource({"events tail --from -1,0", "events tail --count 0,1", "events tail --for -1,0",
        "events gaps --from 0,1", "events gaps --quiet -1,0", "fund show --watch --interval 0,1",
        "fund show --watch --count 0,1", "cluster health --watch --interval -1,1", "cluster health --watch --count 0,1",
        "log replay nowhere --to-position -1,0", "audit export 20251010 out --node-dir nowhere --to-position -1,0",
        "events replay --config nowhere --from 0,1", "events replay --config nowhere --from 1 --venue -1,0",
        "backup run nowhere --config nowhere --snapshots 0,1", "console --interval 99,100",
        "feed --to jsonl --out nowhere --backup nowhere --file-length 0,1",
        "feed --to parquet --out nowhere --backup nowhere --file-events 0,1"})
    void refusesNumbersThatAreTooSmall(final String command, final String least)
    {
        final String[] words = command.split(" ");
        assertThat(cli.run(words)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).isEqualTo("flatbook: " + words[words.length - 2] + ": " + words[words.length - 1] +
            " is less than " + least + "\n");
    }

    @Test
    void saysWhatWasNotFoundOrRefused()
    {
        assertThat(cli.run("account", "show", "7")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.err()).isEqualTo("flatbook: there is no account 7\n");
        assertThat(cli.run("queue", "NOPE")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.run("fund", "add", "USDC", "0", "--yes")).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.err()).contains("fundInsurance was rejected: INVALID_FIELD (amount)");
    }

    @Test
    void answersWrongUseWithTwoAndNoLeaderWithEleven()
    {
        assertThat(cli.run()).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("accounts")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("account", "list", "--timeout", "soon")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("account", "list", "--timeout", "-1s")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("console", "--port", "65536")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("account", "list", "-o", "xml")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("account", "list", "--profile", "nowhere")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.withoutLeader().run("account", "list")).isEqualTo(ExitCode.NO_LEADER);
    }

    @Test
    void saysBrieflyWhatIsWrongWithACommandLine()
    {
        assertThat(cli.run("queue")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).isEqualTo("Missing required parameter: 'INSTRUMENT'\n" +
            "Usage: flatbook queue [OPTIONS] INSTRUMENT\nflatbook queue --help says more.\n");
        assertThat(cli.run("queue", "BTC-PERP", "--next", "abc")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith("Invalid value for option '--next': 'abc' is not a number\n");
        assertThat(cli.run("account", "show", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).startsWith(
            "Invalid value for positional parameter at index 0 (ACCOUNT): 'x' is not a whole number\n");
        assertThat(cli.run("queue", "BTC-PERP", "--side", "UP")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("'--side': expected one of [LONG, SHORT] (case-insensitive) but was 'UP'");
        assertThat(cli.run("fund")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Usage: flatbook fund [OPTIONS] show | add\n");
        assertThat(cli.run("quue", "BTC-PERP")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("Did you mean: flatbook queue?").hasLineCount(3);
    }

    @Test
    void helpIsAVerbToo()
    {
        assertThat(cli.run("help", "queue")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("Usage: flatbook queue");
        assertThat(cli.run("help")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("Commands:");
    }

    @Test
    void everyVerbExplainsItself()
    {
        for (final String[] verb : new String[][]{{}, {"send"}, {"cluster"}, {"cluster", "wait"}, {"queue"},
            {"instrument", "define"}, {"instrument", "bounds"}, {"instrument", "remove"}, {"settle", "variation"},
            {"settle", "final"}, {"rounding", "sweep"}, {"transfer"}, {"proposal", "list"}, {"proposal", "show"},
            {"proposal", "approve"}, {"proposal", "reject"}, {"offset", "explain"}, {"scenario", "run"},
            {"stress"}, {"distance"}, {"outcome"}, {"log", "replay"}, {"snapshot", "inspect"},
            {"snapshot", "verify"}, {"snapshot", "diff"}})
        {
            final String[] arguments = Arrays.copyOf(verb, verb.length + 1);
            arguments[verb.length] = "--help";

            assertThat(cli.run(arguments)).as(String.join(" ", arguments)).isEqualTo(ExitCode.OK);

            assertThat(cli.out()).contains("Usage: flatbook " + String.join(" ", verb));
            assertThat(cli.err()).isEmpty();
        }
    }

    @Test
    void watchesWithEveryVerbThatReads()
    {
        for (final String verb : List.of("positions", "account show", "account list", "queue", "fund show",
            "audit check", "instrument list", "exposure", "at-risk", "distance", "offset preview", "proposal list",
            "proposal show", "reconcile", "stress", "outcome", "cluster status", "cluster health"))
        {
            assertThat(cli.run((verb + " --help").split(" "))).as(verb).isEqualTo(ExitCode.OK);
            assertThat(cli.out()).as(verb).contains("--watch").contains("--interval=MS").contains("--count=N");
        }
    }

    @Test
    void runsAScenario(@TempDir final Path directory) throws Exception
    {
        final Path good = Files.writeString(directory.resolve("good.jsonl"),
            "{\"command\":\"defineAsset\",\"asset\":\"USD\",\"scale\":2}\n{\"query\":\"fund\"}\n");
        final Path refused = Files.writeString(directory.resolve("refused.jsonl"),
            "{\"command\":\"openAccount\",\"account\":1,\"owner\":1}\n{\"query\":\"state\"}\n");
        final Path bad = Files.writeString(directory.resolve("bad.jsonl"), "{\"command\":\"deposit\"}\n");

        assertThat(cli.run("scenario", "run", good.toString())).isEqualTo(ExitCode.OK);
        assertThat(cli.out().lines().toList()).hasSize(2);
        assertThat(cli.run("scenario", "run", refused.toString(), "--engine")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("\"reason\":\"UNKNOWN_ASSET\"").contains("\"state\"");
        assertThat(cli.run("scenario", "run", "--strict", refused.toString())).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.out()).contains("\"reason\":\"UNKNOWN_ASSET\"").doesNotContain("\"state\"");
        assertThat(cli.run("scenario", "run", bad.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).isEqualTo("flatbook: " + bad + ":1: account: is missing\n");
        assertThat(cli.run("scenario", "run", "none.jsonl")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("scenario", "run", "--engine", "--cluster", good.toString())).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tellsWhetherNodesAgree()
    {
        cli.withPage("a", page("LEADER", "00ff")).withPage("b", page("FOLLOWER", "00ff"));
        assertThat(cli.run("cluster", "status")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("leader", "follower", "00ff");

        cli.withPage("c", null);
        assertThat(cli.run("cluster", "status")).isEqualTo(ExitCode.UNHEALTHY);
        assertThat(cli.err()).contains("1 of 3 nodes do not answer");

        cli.withPage("d", page("FOLLOWER", "00fe"));
        assertThat(cli.run("cluster", "status")).isEqualTo(ExitCode.REPLICAS_DIFFER);
    }

    @Test
    void tellsHealthInOneSentenceAndWaitsForIt()
    {
        cli.withPage("a", page("LEADER", "00ff")).withPage("b", page("FOLLOWER", "00ff"));
        assertThat(cli.run("cluster", "health", "--watch", "--count", "2", "--interval", "1")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).isEqualTo("healthy: node 0 leads, 2 of 2 nodes answer, hashes agree, the book balances\n"
            .repeat(2));
        assertThat(cli.run("cluster", "wait", "--for", "0s")).isEqualTo(ExitCode.OK);

        cli.withPage("c", null);
        assertThat(cli.run("cluster", "health", "-o", "json")).isEqualTo(ExitCode.UNHEALTHY);
        assertThat(cli.json().path("health").path("healthy").asBoolean()).isFalse();
        assertThat(cli.run("cluster", "wait", "--for", "0s")).isEqualTo(ExitCode.UNHEALTHY);
        assertThat(cli.run("cluster", "wait", "--for", "0s", "--leader-only")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("cluster", "wait", "--for", "ever")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void waitsUntilTheSnapshotIsTaken()
    {
        cli.withPage("a", page("LEADER", "00ff"));

        assertThat(cli.run("cluster", "snapshot", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("snapshots").get(0).path("taken").asBoolean()).isTrue();
    }

    @Test
    void tellsThatThereIsNoLeader()
    {
        cli.withPage("a", page("FOLLOWER", "00ff"));

        assertThat(cli.run("cluster", "health")).isEqualTo(ExitCode.NO_LEADER);
        assertThat(cli.run("cluster", "wait", "--for", "0s")).isEqualTo(ExitCode.NO_LEADER);
        assertThat(cli.run("cluster", "snapshot")).isEqualTo(ExitCode.NO_LEADER);
        assertThat(cli.run("cluster", "status", "-o", "json")).isEqualTo(ExitCode.NO_LEADER);
        assertThat(cli.json().path("nodes").get(0).path("stateHash").asText()).isEqualTo("00aa");
    }

    private static String page(final String role, final String replicaHash)
    {
        return "{\"member\":0,\"role\":\"" + role + "\",\"election\":\"CLOSED\",\"module\":\"ACTIVE\"," +
            "\"commitPosition\":640,\"service\":{\"appliedPosition\":640," +
            "\"stateHash\":\"00aa\",\"replicaHash\":\"" + replicaHash + "\",\"hashes\":[{\"position\":512," +
            "\"replicaHash\":\"" + replicaHash + "\"}],\"assets\":[{\"balanced\":true}]}}";
    }

    @Test
    void saysOfAFileWhyItCannotBeReadOrWritten(@TempDir final Path folder) throws IOException
    {
        final Path bytes = Files.write(folder.resolve("bytes"), new byte[]{'{', (byte)0xFF});
        final Path nowhere = folder.resolve("nowhere/file");

        refuses(folder + " cannot be read: Is a directory", "scenario", "run", folder.toString());
        refuses(folder + " cannot be read: Is a directory", "audit", "verify", folder.toString());
        refuses(bytes + " cannot be read: it is not text in UTF-8", "reconcile", bytes.toString());
        refuses(bytes + " cannot be read: it is not text in UTF-8", "dossier", "1", "--scenario", bytes.toString());
        refuses(nowhere + " does not exist", "dossier", "1", "--scenario", nowhere.toString());
        refuses(nowhere + " cannot be written: there is no folder for it", "log", "what-if", "--policy", "PRO_RATA",
            "--scenario", "../scenarios/layers.jsonl", "--picture", nowhere.toString());
    }

    /** A symbol would be defined, for good, of marks for letters that are missing. */
    @Test
    void sendsNothingThatTheLocaleCouldNotRead()
    {
        refuses("the locale of this process lacks characters of the command line, and would send others: set " +
            "LC_ALL=C.UTF-8", "send", "{\"command\":\"defineAsset\",\"asset\":\"\uFFFD\uFFFD\",\"scale\":6}");
    }

    private void refuses(final String sentence, final String... words)
    {
        assertThat(cli.run(words)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("flatbook: " + sentence + '\n');
    }
}
