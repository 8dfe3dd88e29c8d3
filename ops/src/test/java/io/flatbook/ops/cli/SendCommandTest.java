package io.flatbook.ops.cli;

import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every command of the schema can be sent by {@code flatbook send}.
 */
final class SendCommandTest
{
    private static final String PERPETUAL = "{'command':'defineInstrument','instrument':'BTC-PERP'," +
        "'kind':'LINEAR_PERPETUAL','settlementAsset':'USDC','tickSize':'0.5','lotSize':'0.001'," +
        "'marginTiers':[{'floor':'0','initial':'0.05','maintenance':'0.03'}]}";
    private static final String FUTURE = "{'command':'defineInstrument','instrument':'BTC-DEC'," +
        "'kind':'LINEAR_FUTURE','settlementAsset':'USDC','tickSize':'0.5','lotSize':'0.001','expiry':'1000'," +
        "'marginTiers':[{'floor':'0','initial':'0.05','maintenance':'0.03'}]}";

    /**
     * Who sends what, in an order in which everything is accepted.
     */
    private static final List<String> DAY = List.of(
        "alice", "{'command':'defineAsset','asset':'USDC','scale':6}",
        "alice", PERPETUAL,
        "alice", FUTURE,
        "alice", "{'command':'defineGateway','gateway':'a','venue':1}",
        "alice", "{'command':'setMarginTiers','instrument':'BTC-PERP'," +
            "'marginTiers':[{'floor':'0','initial':'0.06','maintenance':'0.04'}]}",
        "alice", "{'command':'setOffsetPolicy','instrument':'BTC-PERP','offsetPolicy':'PRO_RATA','spareHedges':true}",
        "alice", "{'command':'setPriceBounds','instrument':'BTC-PERP','minPrice':'0.5','maxPrice':'200000'}",
        "alice", "{'command':'setProtection','instrument':'BTC-PERP','markBand':'0.2'}",
        "alice", "{'command':'setWaterfall','asset':'USDC','fundFloor':'10'}",
        "alice", "{'command':'fundInsurance','asset':'USDC','amount':'1000'}",
        "alice", "{'command':'withdrawInsurance','asset':'USDC','amount':'100'}",
        "a", "{'command':'openAccount','account':1,'owner':1}",
        "a", "{'command':'openAccount','account':2,'owner':2}",
        "a", "{'command':'openAccount','account':3,'owner':3}",
        "a", "{'command':'openAccount','account':4,'owner':3}",
        "a", "{'command':'deposit','account':1,'amount':'10000'}",
        "a", "{'command':'deposit','account':2,'amount':'100000'}",
        "a", "{'command':'deposit','account':3,'amount':'100000'}",
        "a", "{'command':'withdraw','account':3,'amount':'1'}",
        "a", "{'command':'transferCollateral','from':3,'to':4,'amount':'5'}",
        "a", "{'command':'transferCollateral','from':4,'to':3,'amount':'5'}",
        "a", "{'command':'closeAccount','account':4}",
        "a", "{'command':'setOrderHold','account':3,'amount':'5'}",
        "a", "{'command':'updateMarkPrices','marks':{'BTC-PERP':'50000','BTC-DEC':'50000'}}",
        "a", "{'command':'registerTrade','instrument':'BTC-PERP','buyer':1,'seller':2,'quantity':'2'," +
            "'price':'50000','buyerFee':'3'}",
        "a", "{'command':'registerTrades','trades':[" +
            "{'tradeId':900000000001,'instrument':'BTC-DEC','buyer':3,'seller':2,'quantity':'1','price':'50000'}]}",
        "alice", "{'command':'withdrawFees','asset':'USDC','amount':'1'}",
        "a", "{'command':'updateMarkPrices','marks':{'BTC-PERP':'50000.5'}}",
        "a", "{'command':'applyFunding','instrument':'BTC-PERP','rate':'0.000000001'}",
        "alice", "{'command':'sweepRounding','asset':'USDC'}",
        "a", "{'command':'updateMarkPrices','marks':{'BTC-PERP':'70000'}}",
        "alice", "{'command':'confirmMark','instrument':'BTC-PERP','mark':'70000'}",
        "alice", "{'command':'settleVariation','instrument':'BTC-PERP'}",
        "alice", "{'command':'transferPosition','from':2,'to':3,'instrument':'BTC-PERP','quantity':'0.5'}",
        "a", "{'command':'offsetPositions','accountA':1,'accountB':3,'instrument':'BTC-PERP','quantity':'0.2'}",
        "alice", "{'command':'declareDefault','account':3}",
        "alice", "{'command':'setProtection','instrument':'BTC-PERP'}",
        "a", "{'command':'updateMarkPrices','marks':{'BTC-PERP':'38000'}}",
        "a", "{'command':'reportLiquidationFailed','account':1}",
        "alice", "{'command':'settleInstrument','instrument':'BTC-DEC','price':'51000'}",
        "alice", "{'command':'removeInstrument','instrument':'BTC-DEC'}",
        "alice", "{'command':'setInstrumentStatus','instrument':'BTC-PERP','status':'HALTED'}",
        "alice", "{'command':'setAccountMode','account':2,'mode':'FROZEN'}",
        "alice", "{'command':'setAssetStatus','asset':'USDC','withdrawals':false}",
        "alice", "{'command':'setGatewayStatus','gateway':'a','status':'DISABLED'}",
        "alice", "{'command':'setLimits','assets':65}",
        "alice", "{'command':'requestShutdown'}",
        "alice", "{'command':'setControls','fourEyes':true}",
        "alice", "{'command':'propose','proposal':{'command':'setInstrumentStatus','instrument':'BTC-PERP'," +
            "'status':'TRADING'}}",
        "bob", "{'command':'approve','proposal':1}",
        "alice", "{'command':'propose','proposal':{'command':'withdrawInsurance','asset':'USDC','amount':'1'}}",
        "bob", "{'command':'rejectProposal','proposal':2}",
        "alice", "{'command':'closeBusinessDay','date':'2025-10-10'}");

    private static final String ACTIVATION = "{'command':'activateVersion','version':2}";

    private final CliFixture cli = new CliFixture();

    @TempDir
    private Path directory;

    @BeforeEach
    void writeProfiles() throws IOException
    {
        for (final String principal : List.of("risk/alice", "risk/bob", "gateway/a", "ops/olga"))
        {
            Files.writeString(profile(principal.substring(principal.indexOf('/') + 1)), "principal=" + principal);
        }
    }

    /** Exchanges that number by time have such ids; the first asset's decimals would be a hundred times too few. */
    @Test
    void readsTheAmountsOfAnAccountOfNineteenDigitsInItsOwnAsset()
    {
        for (final String command : List.of("{'command':'defineAsset','asset':'USDC','scale':6}",
            "{'command':'defineAsset','asset':'BTC','scale':8}", "{'command':'defineGateway','gateway':'a','venue':1}"))
        {
            assertThat(send("alice", command)).as(cli.err()).isEqualTo(ExitCode.OK);
        }
        assertThat(send("a", "{'command':'openAccount','account':1834567890123456789,'owner':1,'asset':'BTC'}"))
            .isEqualTo(ExitCode.OK);
        for (final String account : List.of("1834567890123456789", "'1834567890123456789'"))
        {
            assertThat(send("a", "{'command':'deposit','account':" + account + ",'amount':'1.5'}", "--dry-run"))
                .as(cli.err()).isEqualTo(ExitCode.OK);
            assertThat(cli.out()).contains("\"amount\":\"1.50000000\"");
        }
    }

    @Test
    void tellsWhatBecameOfACommandWhateverRowsWereAskedFor()
    {
        final String asset = "{'command':'defineAsset','asset':'USDC','scale':6}";
        assertThat(send("alice", asset, "--limit", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(send("alice", asset, "--columns", "nosuch")).as("it was not sent before").isEqualTo(ExitCode.OK);
        send("alice", PERPETUAL);
        send("alice", "{'command':'defineGateway','gateway':'a','venue':1}");
        assertThat(send("a", "{'command':'registerTrades','trades':[{'instrument':'BTC-PERP','buyer':1,'seller':2," +
            "'quantity':'1','price':'50000'}]}", "--columns", "nosuch", "-o", "json")).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.json().path("outcome").path("commandId").asLong()).isEqualTo(1);
        assertThat(cli.json().path("trades")).hasSize(1);
    }

    @Test
    void sendsEveryCommandOfTheSchema()
    {
        final Set<String> sent = new TreeSet<>();

        for (int i = 0; i < DAY.size(); i += 2)
        {
            final String command = DAY.get(i + 1);
            sent.add(command.replaceAll("^\\{'command':'(\\w+)'.*", "$1"));

            assertThat(send(DAY.get(i), command, "--yes", "-o", "json")).as(command + cli.err()).isEqualTo(ExitCode.OK);

            assertThat(cli.json().path("outcome").path("reason").asText()).isEqualTo("NONE");
            assertThat(cli.json().has("logPosition")).isTrue();
        }

        // No binary knows a version that it could activate: it would end.
        assertThat(send("alice", ACTIVATION, "--yes", "--dry-run")).isEqualTo(ExitCode.OK);
        sent.add("activateVersion");
        final List<String> commands = new ArrayList<>();
        for (final WireSpec spec : Protocol.wire().specs())
        {
            if (spec.isCommand())
            {
                commands.add(FieldNames.lowerFirst(spec.name()));
            }
        }
        assertThat(sent).containsExactlyInAnyOrderElementsOf(commands);
    }

    @Test
    void tellsOutcomeDetailAndTrades()
    {
        day(DAY.indexOf("{'command':'withdrawFees','asset':'USDC','amount':'1'}") - 1);

        assertThat(send("a", "{'command':'registerTrades','trades':[" +
            "{'tradeId':900000000002,'instrument':'BTC-DEC','buyer':3,'seller':2,'quantity':'1','price':'50000'}," +
            "{'tradeId':900000000003,'instrument':'BTC-DEC','buyer':2,'seller':2,'quantity':'1','price':'50000'}]}",
            "-o", "json")).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.json().path("trades").get(0).path("reason").asText()).isEqualTo("NONE");
        assertThat(cli.json().path("trades").get(1).path("reason").asText()).isEqualTo("SAME_ACCOUNT");
        assertThat(send("alice", "{'command':'defineAsset','asset':'BTC','scale':8}")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).containsPattern("detail +2\n").containsPattern("principal +risk/alice\n");
        assertThat(send("a", "{'command':'openAccount','account':9,'owner':9,'asset':'BTC'}")).isEqualTo(ExitCode.OK);
        assertThat(send("a", "{'command':'deposit','account':9,'amount':'0.00000001'}")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("account", "show", "9", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("account").path("collateral").asText()).isEqualTo("0.00000001");
    }

    /** The leader is gone with the command that approves a shutdown, and nobody says a position. */
    @Test
    void tellsTheOutcomeThoughNobodyAnswersAfterIt()
    {
        day(8);
        cli.endingWithTheNextCommand();

        assertThat(send("alice", "{'command':'fundInsurance','asset':'USDC','amount':'1'}", "-o", "json"))
            .as(cli.err()).isEqualTo(ExitCode.OK);

        assertThat(cli.json().path("outcome").path("reason").asText()).isEqualTo("NONE");
    }

    @Test
    void wantsAYesForWhatCannotBeTakenBackAndSendsNothingOnADryRun()
    {
        day(DAY.indexOf("{'command':'withdrawFees','asset':'USDC','amount':'1'}") - 1);
        final List<String> dangers = List.of(
            "{'command':'declareDefault','account':1}",
            "{'command':'settleInstrument','instrument':'BTC-DEC','price':'50000'}",
            "{'command':'withdrawInsurance','asset':'USDC','amount':'1'}",
            "{'command':'withdrawFees','asset':'USDC','amount':'1'}",
            "{'command':'transferPosition','from':2,'to':3,'instrument':'BTC-PERP','quantity':'0.5'}",
            "{'command':'setInstrumentStatus','instrument':'BTC-PERP','status':'HALTED'}",
            "{'command':'setAccountMode','account':1,'mode':'REDUCE_ONLY'}",
            "{'command':'setGatewayStatus','gateway':'a','status':'DISABLED'}",
            "{'command':'setAssetStatus','asset':'USDC','defaultRuns':false}",
            "{'command':'setMarginTiers','instrument':'BTC-PERP','marginTiers':[]}",
            "{'command':'setPriceBounds','instrument':'BTC-PERP','minPrice':'1','maxPrice':'100000'}",
            "{'command':'confirmMark','instrument':'BTC-PERP','mark':'50000'}",
            "{'command':'settleVariation','instrument':'BTC-PERP'}",
            "{'command':'removeInstrument','instrument':'BTC-DEC'}",
            "{'command':'transferCollateral','from':3,'to':2,'amount':'5'}",
            "{'command':'setControls','fourEyes':false}",
            "{'command':'activateVersion','version':2}",
            "{'command':'setLimits','assets':65}",
            "{'command':'requestShutdown'}",
            "{'command':'approve','proposal':1}");
        assertThat(cli.run("audit", "check", "-o", "json")).isEqualTo(ExitCode.OK);
        final String before = cli.json().path("audit").toString();

        for (final String danger : dangers)
        {
            assertThat(send("alice", danger)).as(danger).isEqualTo(ExitCode.USAGE);
            assertThat(cli.err()).contains("add --yes, or --dry-run");
            assertThat(send("alice", danger, "--dry-run", "--yes")).as(danger).isEqualTo(ExitCode.OK);
            assertThat(cli.err()).contains("nothing was sent");
        }

        assertThat(cli.run("audit", "check", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("audit").toString()).isEqualTo(before);
    }

    @Test
    void showsEveryFieldOnADryRun()
    {
        day(8);

        assertThat(send("alice", "{'command':'setWaterfall','asset':'USDC','fundFloor':'7'}", "--dry-run"))
            .isEqualTo(ExitCode.OK);
        assertThat(cli.out()).isEqualTo("{\"command\":\"setWaterfall\",\"asset\":\"USDC\",\"fundFloor\":\"7.000000\"," +
            "\"windowMs\":0,\"liquidationTimeoutMs\":0,\"liquidationFee\":\"0\",\"closeOutFee\":\"0\"," +
            "\"houseDeficitGate\":\"0.000000\",\"trigger\":\"AUTOMATIC\",\"recourse\":\"HEDGES\"," +
            "\"closeOut\":\"WHOLE\"}\n");
        assertThat(send("alice", "{'command':'propose','proposal':{'command':'settleInstrument'," +
            "'instrument':'BTC-DEC','price':'50000.5'}}", "--dry-run", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("command").path("proposal").toString()).isEqualTo(
            "{\"command\":\"settleInstrument\",\"instrument\":\"BTC-DEC\",\"price\":\"50000.5\"}");
    }

    @Test
    void printsARefusalAlikeWhateverVerbSent()
    {
        day(8);

        assertThat(send("alice", "{'command':'fundInsurance','asset':'USDC','amount':'0'}", "-o", "json"))
            .isEqualTo(ExitCode.REJECTED);
        final String sent = cli.json().path("outcome").toString();
        assertThat(cli.run("--profile", profile("alice").toString(), "fund", "add", "USDC", "0", "--yes", "-o", "json"))
            .isEqualTo(ExitCode.REJECTED);
        assertThat(cli.json().path("outcome").toString().replaceAll("\"commandId\":\\d+", ""))
            .isEqualTo(sent.replaceAll("\"commandId\":\\d+", "")).contains("\"field\":\"amount\"");
    }

    /** Without the instrument nobody knows how many lots a quantity is, so there is nothing true to show. */
    @Test
    void showsNoCommandOfASymbolThatTheBookDoesNotKnow()
    {
        day(8);

        final String settle = "{'command':'settleInstrument','instrument':'BTC-DCE','price':'50000.5'}";
        for (final String command : List.of(settle, "{'command':'propose','proposal':" + settle + "}",
            "{'command':'updateMarkPrices','marks':{'BTC-DEC':'50000.5','BTC-DCE':'50000.5'}}"))
        {
            assertThat(send("alice", command, "--dry-run")).as(command).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(cli.out()).isEmpty();
            assertThat(cli.err()).isEqualTo("flatbook: instrument: the book has no such symbol, and would refuse the " +
                "command; nothing was sent\n");
        }
        assertThat(send("alice", "{'command':'fundInsurance','asset':'USCD','amount':'7'}", "--dry-run"))
            .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.err()).startsWith("flatbook: asset: the book has no such symbol");
    }

    @Test
    void saysWhatIsWrongWithACommand()
    {
        day(8);

        assertThat(send("alice", "{'command':'fly'}")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).isEqualTo("flatbook: command:1: command: there is no command \"fly\"\n");
        assertThat(send("alice", "{'command':'fundInsurance','asset':'USDC'}")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("amount: is missing");
        assertThat(send("alice", "{'query':'state'}")).isEqualTo(ExitCode.USAGE);
        assertThat(send("alice", "not JSON")).isEqualTo(ExitCode.USAGE);
        assertThat(send("alice", "")).isEqualTo(ExitCode.USAGE);
        assertThat(send("alice", "{'command':'setControls','fourEyes':true,'timestamp':7}")).isEqualTo(ExitCode.USAGE);
        assertThat(send("alice", "{'principal':'risk/bob','command':'setControls','fourEyes':true}"))
            .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("the profile speaks for risk/alice, not for risk/bob");
        assertThat(send("alice", "{'command':'fundInsurance','asset':'NOPE','amount':'1'}"))
            .isEqualTo(ExitCode.REJECTED);
        assertThat(cli.err()).contains("fundInsurance was rejected: UNKNOWN_ASSET (asset)");
        assertThat(send("a", "{'command':'fundInsurance','asset':'USDC','amount':'1'}"))
            .isEqualTo(ExitCode.NOT_AUTHORIZED);
        assertThat(send("olga", "{'command':'fundInsurance','asset':'USDC','amount':'1'}"))
            .isEqualTo(ExitCode.NOT_AUTHORIZED);
    }

    @Test
    void definesAndMarksAndStopsAnInstrument()
    {
        day(8);

        assertThat(cli.run("instrument", "define", "ETH-PERP", "--tick-size", "0.05", "--lot-size", "0.01", "--tier",
            "0:0.1:0.05", "--tier", "1000:0.2:0.1", "--set", "offsetPolicy=WATERFILL", "--set", "tradeBand=0.05",
            "--profile", profile("alice").toString())).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.run("instrument", "define", "X", "--tick-size", "1", "--lot-size", "1", "--tier", "0:1",
            "--profile", profile("alice").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("instrument", "mark", "ETH-PERP=3000", "--profile", profile("a").toString()))
            .isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("instrument", "mark", "ETH-PERP=3000", "BTC-PERP=50000", "--yes", "--profile",
            profile("a").toString())).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.run("instrument", "mark", "--confirm", "ETH-PERP", "--yes", "--profile",
            profile("alice").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("the price that is confirmed must be named");
        assertThat(cli.run("instrument", "mark", "--confirm", "ETH-PERP=3000", "--yes", "--profile",
            profile("alice").toString())).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.run("instrument", "mark", "NOPE=1", "--yes")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.run("instrument", "status", "ETH-PERP", "CLOSE_ONLY", "--profile",
            profile("alice").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("instrument", "status", "ETH-PERP", "CLOSE_ONLY", "--yes", "--profile",
            profile("alice").toString())).isEqualTo(ExitCode.OK);

        assertThat(cli.run("instrument", "list", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("instruments").get(2).path("mark").asText()).isEqualTo("3000");
        assertThat(cli.json().path("instruments").get(2).path("status").asText()).isEqualTo("CLOSE_ONLY");
        assertThat(cli.json().path("instruments").get(2).path("offsetPolicy").asText()).isEqualTo("WATERFILL");
    }

    @Test
    void findsGapsInEvents()
    {
        day(8);
        assertThat(cli.run("events", "gaps", "--quiet", "50", "-o", "json")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("summary").path("events").asLong()).isEqualTo(4);

        day(8, 10);
        assertThat(cli.run("events", "gaps", "--quiet", "50", "-o", "json")).isEqualTo(ExitCode.FAILURE);
        assertThat(cli.json().path("gaps").toString()).isEqualTo("[{\"after\":0,\"upTo\":4}]");
        assertThat(cli.run("events", "gaps", "--from", "0")).isEqualTo(ExitCode.USAGE);
    }

    private void day(final int end)
    {
        day(0, end);
    }

    private void day(final int start, final int end)
    {
        for (int i = start; i < end; i += 2)
        {
            assertThat(send(DAY.get(i), DAY.get(i + 1), "--yes")).as(DAY.get(i + 1) + cli.err()).isEqualTo(ExitCode.OK);
        }
    }

    private int send(final String name, final String command, final String... options)
    {
        final List<String> arguments = new ArrayList<>(
            List.of("send", "--profile", profile(name).toString(), command.replace('\'', '"')));
        arguments.addAll(List.of(options));
        return cli.run(arguments.toArray(new String[0]));
    }

    private Path profile(final String name)
    {
        return directory.resolve(name + ".properties");
    }
}
