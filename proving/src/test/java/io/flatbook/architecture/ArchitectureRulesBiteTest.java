package io.flatbook.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureRulesBiteTest
{
    private static final String ROOT = "io.flatbook.architecture.fixture";
    private static final Map<String, ArchRule> RULES = new ArchitectureRules(ROOT).all();
    private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(ROOT);

    @ParameterizedTest
    @CsvSource({
        "engineStandsAlone, UsesConcurrency, java.util.concurrent",
        "engineStandsAlone, UsesFlyweight, FixtureDecoder",
        "engineStandsAlone, DrawsASalt, java.security.SecureRandom",
        "engineNeverWalksHashes, WalksHashMap, HashMap.values",
        "engineNeverWalksHashes, WalksHashMap, Long2ObjectHashMap.forEach",
        "engineHidesNoHashBehindAnInterface, HidesHashMap, bySymbol",
        "engineIsAFunctionOfTheLog, UsesChance, java.util.Random",
        "engineIsAFunctionOfTheLog, UsesChance, java.util.UUID",
        "engineIsAFunctionOfTheLog, UsesChance, java.lang.Thread",
        "engineAsksTheSystemNothing, ReadsClock, nanoTime",
        "engineAsksTheSystemNothing, ReadsClock, Math.random",
        "engineDeclaresNoFloat, DeclaresFloat, leverage",
        "engineDeclaresNoFloat, WeighsInFloat, weight",
        "engineNeverWalksHashes, WalksBelowTheEngine, HashMap.values",
        "bookKnowsNothingAboveIt, LooksUp, EngineState",
        "bookKnowsNothingAboveIt, LooksUp, WritesTheBook",
        "offsetKnowsOnlyTheBook, LooksUpFromOffset, EngineState",
        "nothingInTheEngineKnowsTheFacade, TakesAConstant, ClearingEngine",
        "nothingInTheEngineKnowsTheFacade, LooksUpFromOffset, ClearingEngine",
        "whatChoosesCannotWrite, WritesTheBook, Postings.give",
        "whatChoosesCannotWrite, WritesTheBook, PendingRuns.recordHold",
        "onlyPostingsWritesMoney, GoesByTheSideDoor, Account.addCollateral",
        "onlyTheMonitorWritesStatuses, GoesByTheSideDoor, Account.status",
        "onlyTheRegistryWritesSettings, GoesByTheSideDoor, Account.mode",
        "clientStandsAlone, ReachesIntoNode, EngineState",
        "clientStandsAlone, ReachesIntoDriver, MediaDriver",
        "metricsKnowNothingOfFlatbook, KnowsTheEngine, EngineState",
        "onlyOpsUsesOps, UsesOps, CommandLine",
        "onlyNodeUsesNode, UsesNode, NodeMain",
        "onlyOpsUsesClient, UsesClient, ReachesIntoNode",
        "codecsStayOutside, UsesFlyweight, FixtureDecoder",
        "noPackageCycles, UsesOps, Cycle detected",
        "standardOutputIsForPeople, Prints, System.out",
        "onlyTheServiceStopsTheNode, StopsTheNode, AgentTerminationException",
        "onlyTheConsoleServesBrowsers, ServesBrowsers, io.javalin.Javalin",
        "onlyTheDeskSendsFromTheConsole, SendsFromTheConsole, BookLink.submit"
    })
    void eachRuleReportsItsFixture(final String rule, final String offender, final String what)
    {
        assertThat(violations(rule))
            .as(rule)
            .contains(offender)
            .contains(what);
    }

    @Test
    void everyRuleIsBrokenByAFixture()
    {
        assertThat(RULES).allSatisfy((name, rule) ->
            assertThat(rule.evaluate(FIXTURES).hasViolation()).as(name).isTrue());
    }

    @Test
    void everyRuleHoldsOverNoClassesAtAll()
    {
        final JavaClasses nothing = FIXTURES.that(simpleName("NoSuchClass"));
        assertThat(RULES).allSatisfy((name, rule) ->
            assertThat(rule.evaluate(nothing).hasViolation()).as(name).isFalse());
    }

    @Test
    void whatIsAllowedIsNotReported()
    {
        final JavaClasses allowed = FIXTURES.that(simpleName("Blameless"));
        assertThat(allowed).hasSize(1);
        assertThat(RULES).allSatisfy((name, rule) ->
            assertThat(rule.evaluate(allowed).getFailureReport().getDetails()).as(name).isEmpty());
        assertThat(FloatingPoint.instructions(allowed)).isEmpty();
    }

    @Test
    void theEngineMayHashBytesButUseNothingElseOfJavaSecurity()
    {
        final JavaClasses hashing = FIXTURES.that(simpleName("HashesBytes"));
        assertThat(hashing).hasSize(1);
        assertThat(RULES).allSatisfy((name, rule) ->
            assertThat(rule.evaluate(hashing).getFailureReport().getDetails()).as(name).isEmpty());
        assertThat(violations("engineStandsAlone")).doesNotContain("MessageDigest");
    }

    @Test
    void writersMayWriteAndWhatChoosesMayRead()
    {
        assertThat(violations("onlyPostingsWritesMoney")).doesNotContain("fixture.engine.book.Postings.");
        assertThat(violations("whatChoosesCannotWrite")).doesNotContain("isPendingOn").doesNotContain("collateral()");
    }

    @Test
    void floatingPointInsideAMethodBodyIsReported()
    {
        assertThat(FloatingPoint.instructions(FIXTURES.that(simpleName("ComputesInFloat"))))
            .anyMatch(line -> line.contains("ComputesInFloat") && line.contains("dmul"))
            .anyMatch(line -> line.contains("l2d"));
    }

    @Test
    void mainsAndTheServiceMayDoWhatOthersMayNot()
    {
        assertThat(violations("standardOutputIsForPeople")).doesNotContain("CommandLine").doesNotContain("NodeMain");
        assertThat(violations("onlyTheServiceStopsTheNode")).doesNotContain("ClearingService");
    }

    private static String violations(final String rule)
    {
        return String.join("\n", RULES.get(rule).evaluate(FIXTURES).getFailureReport().getDetails());
    }
}
