package io.flatbook.ops.cli;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Verbs for commands that people send: bounds, settlement, removal, proposals, transfers (NUM-4, SETL-3, EYES-2, EVT-4,
 * PAY-2, VER-2).
 */
final class RiskVerbsTest
{
    private static final String TIERS = "'marginTiers':[{'floor':'0','initial':'0.05','maintenance':'0.03'}]}";
    private static final List<String> DEFINITIONS = List.of(
        "{'command':'defineAsset','asset':'USDC','scale':6}",
        "{'command':'defineInstrument','instrument':'BTC-PERP','kind':'LINEAR_PERPETUAL','settlementAsset':'USDC'," +
            "'tickSize':'0.5','lotSize':'0.001'," + TIERS,
        "{'command':'defineInstrument','instrument':'BTC-DEC','kind':'LINEAR_FUTURE','settlementAsset':'USDC'," +
            "'tickSize':'0.5','lotSize':'0.001','expiry':'1000'," + TIERS,
        "{'command':'defineGateway','gateway':'a','venue':1}");
    private static final String ACTIVATION = "{'command':'activateVersion','version':2}";

    private final CliFixture cli = new CliFixture();

    @TempDir
    private Path directory;

    @BeforeEach
    void define() throws IOException
    {
        for (final String principal : List.of("risk/alice", "risk/bob", "gateway/a"))
        {
            Files.writeString(profile(principal.substring(principal.indexOf('/') + 1)), "principal=" + principal);
        }
        DEFINITIONS.forEach(definition -> assertThat(send("alice", definition)).as(cli.err()).isEqualTo(ExitCode.OK));
    }

    @Test
    void movesBoundsAndRemovesWhatIsSettled()
    {
        assertThat(as("alice", "instrument", "bounds", "BTC-DEC")).isEqualTo(ExitCode.USAGE);
        assertThat(as("alice", "instrument", "bounds", "BTC-DEC", "--max", "90000")).isEqualTo(ExitCode.USAGE);
        assertThat(as("alice", "instrument", "bounds", "BTC-DEC", "--max", "90000", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(as("alice", "instrument", "bounds", "BTC-DEC", "--min", "-1", "--yes"))
            .isEqualTo(ExitCode.REJECTED);
        assertThat(cli.err()).contains("setPriceBounds was rejected: INVALID_DEFINITION (initialPerLot)");
        assertThat(as("a", "instrument", "mark", "BTC-DEC=95000", "BTC-PERP=50000", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(as("alice", "instrument", "mark", "--confirm", "BTC-DEC=95000", "--yes"))
            .isEqualTo(ExitCode.REJECTED);
        assertThat(cli.err()).contains("OUTSIDE_BAND");

        assertThat(as("alice", "settle", "variation", "BTC-PERP", "--yes")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(as("alice", "settle", "final", "BTC-DEC", "80000", "--yes")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(as("alice", "instrument", "remove", "BTC-DEC")).isEqualTo(ExitCode.USAGE);
        assertThat(as("alice", "instrument", "remove", "BTC-DEC", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(as("alice", "rounding", "sweep")).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.err()).contains("INSUFFICIENT_FUND");

        assertThat(cli.run("instrument", "list", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("instruments")).hasSize(1);
        assertThat(cli.run("instrument", "list", "--expired", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("instruments")).isEmpty();
    }

    @Test
    void showsTheWholeCommandOfAProposalToWhoApprovesIt()
    {
        assertThat(send("alice", "{'command':'setControls','fourEyes':true}")).isEqualTo(ExitCode.OK);
        assertThat(send("alice", "{'command':'propose','proposal':{'command':'setMarginTiers'," +
            "'instrument':'BTC-PERP','initialPerLot':'7','maintenancePerLot':'5'," +
            "'marginTiers':[{'floor':'0','initial':'0.2','maintenance':'0.1'}]}}")).isEqualTo(ExitCode.OK);
        assertThat(send("alice", "{'command':'propose','proposal':{'command':'defineAsset','asset':'EUR'," +
            "'scale':2}}")).isEqualTo(ExitCode.OK);

        assertThat(cli.run("proposal", "list", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("proposals")).hasSize(2);
        assertThat(cli.json().path("proposals").get(0).path("proposer").asText()).isEqualTo("risk/alice");
        assertThat(cli.run("proposal", "show", "1", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("command").toString()).isEqualTo("{\"command\":\"setMarginTiers\"," +
            "\"instrument\":\"BTC-PERP\",\"marginModel\":\"TIERS\",\"initialPerLot\":\"7.000000\"," +
            "\"maintenancePerLot\":\"5.000000\",\"marginTiers\":[{\"floor\":\"0.000000\"," +
            "\"initial\":\"0.2\",\"maintenance\":\"0.1\"}]}");
        assertThat(cli.run("proposal", "show", "1")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("\"initial\":\"0.2\"").contains("risk/alice");
        assertThat(cli.run("proposal", "show", "9")).isEqualTo(ExitCode.NOT_FOUND);

        assertThat(as("bob", "proposal", "approve", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("this lets it take effect: {\"command\":\"setMarginTiers\"");
        assertThat(as("bob", "proposal", "approve", "1", "--yes")).isEqualTo(ExitCode.OK);
        assertThat(as("bob", "proposal", "reject", "2")).isEqualTo(ExitCode.OK);
        assertThat(cli.run("proposal", "list", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("proposals")).isEmpty();
    }

    @Test
    void movesCollateralBetweenAccountsOfAnOwnerAndShowsWhatAnAccountOwes()
    {
        assertThat(send("a", "{'command':'openAccount','account':2,'owner':2}")).isEqualTo(ExitCode.OK);
        assertThat(send("a", "{'command':'openAccount','account':3,'owner':3}")).isEqualTo(ExitCode.OK);
        assertThat(send("a", "{'command':'openAccount','account':4,'owner':3}")).isEqualTo(ExitCode.OK);
        assertThat(send("a", "{'command':'deposit','account':3,'amount':'100'}")).isEqualTo(ExitCode.OK);

        assertThat(as("a", "transfer", "3", "4", "12.5")).isEqualTo(ExitCode.USAGE);
        assertThat(as("a", "transfer", "3", "4", "12.5", "--yes")).as(cli.err()).isEqualTo(ExitCode.OK);
        assertThat(as("a", "transfer", "3", "2", "12.5", "--yes")).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.err()).contains("INVALID_FIELD (to)");

        assertThat(cli.run("account", "show", "4", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("account").path("collateral").asText()).isEqualTo("12.500000");
        for (final String name : List.of("debt", "doubt", "pledged", "keptByDoubt", "declared"))
        {
            assertThat(cli.json().path("account").has(name)).as(name).isTrue();
        }
    }

    @Test
    void activatesNoVersionThatANodeDoesNotKnow()
    {
        assertThat(send("alice", ACTIVATION, "--yes")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("names no status pages");
        cli.withPage("a", "{\"service\":{\"knownVersion\":2}}").withPage("b", "{\"service\":{\"knownVersion\":1}}");
        assertThat(send("alice", ACTIVATION, "--yes")).isEqualTo(ExitCode.UNHEALTHY);
        assertThat(cli.err()).contains("the node at b knows versions up to 1 and would stop at version 2");
        assertThat(send("alice", "{'command':'propose','proposal':" + ACTIVATION + "}")).isEqualTo(ExitCode.UNHEALTHY);
        cli.withPage("c", null);
        assertThat(send("alice", ACTIVATION.replace('2', '1'), "--yes")).isEqualTo(ExitCode.UNHEALTHY);
        assertThat(cli.err()).contains("the node at c does not say whether it knows version 1");
    }

    /** Each node names the others, so it is seen that the profile leaves one out. */
    @Test
    void activatesNoVersionAtANodeThatTheProfileDoesNotName()
    {
        final String page = "{\"service\":{\"knownVersion\":2},\"replicas\":[{\"member\":1},{\"member\":2}]}";
        cli.withPage("a", page).withPage("b", page);
        assertThat(send("alice", ACTIVATION, "--yes")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("names status pages of 2 of 3 nodes");
    }

    private int send(final String name, final String command, final String... options)
    {
        final List<String> arguments = new ArrayList<>(List.of("send", command.replace('\'', '"')));
        arguments.addAll(List.of(options));
        return as(name, arguments.toArray(new String[0]));
    }

    private int as(final String name, final String... arguments)
    {
        final List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--profile", profile(name).toString()));
        return cli.run(all.toArray(new String[0]));
    }

    private Path profile(final String name)
    {
        return directory.resolve(name + ".properties");
    }
}
