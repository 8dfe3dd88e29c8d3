package io.flatbook.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules of the layering, for the packages below one root: the product's, or that of the fixtures.
 */
final class ArchitectureRules
{
    private static final Set<String> HASHES_OF_BYTES = Set.of("java.security.MessageDigest",
        "java.security.DigestException", "java.security.NoSuchAlgorithmException",
        "java.security.GeneralSecurityException");
    private static final Set<String> NOT_A_FUNCTION_OF_THE_LOG = Set.of(
        "java.lang.Thread", "java.lang.ThreadLocal", "java.lang.Runtime", "java.lang.Process",
        "java.lang.ProcessBuilder", "java.lang.ClassLoader", "java.util.Random", "java.util.SplittableRandom",
        "java.util.UUID", "java.util.Timer", "java.util.TimerTask", "java.util.Date", "java.util.Calendar",
        "java.util.GregorianCalendar", "java.util.Locale", "java.util.TimeZone", "java.util.ServiceLoader",
        "java.util.Scanner", "java.util.WeakHashMap");

    private final String root;
    private final BookWrites writes;

    ArchitectureRules(final String root)
    {
        this.root = root;
        writes = new BookWrites(root);
    }

    /**
     * All rules that look at classes, by name. The rule on floating point arithmetic looks at instructions and is
     * {@link FloatingPoint}.
     */
    Map<String, ArchRule> all()
    {
        final Map<String, ArchRule> rules = new TreeMap<>();
        rules.put("engineStandsAlone", engineStandsAlone());
        rules.put("engineNeverWalksHashes", engineNeverWalksHashes());
        rules.put("engineHidesNoHashBehindAnInterface", engineHidesNoHashBehindAnInterface());
        rules.put("engineIsAFunctionOfTheLog", engineIsAFunctionOfTheLog());
        rules.put("engineAsksTheSystemNothing", engineAsksTheSystemNothing());
        rules.put("engineDeclaresNoFloat", engineDeclaresNoFloat());
        rules.put("bookKnowsNothingAboveIt", bookKnowsNothingAboveIt());
        rules.put("offsetKnowsOnlyTheBook", offsetKnowsOnlyTheBook());
        rules.put("nothingInTheEngineKnowsTheFacade", nothingInTheEngineKnowsTheFacade());
        rules.put("whatChoosesCannotWrite", whatChoosesCannotWrite());
        rules.put("onlyPostingsWritesMoney", onlyPostingsWritesMoney());
        rules.put("onlyTheMonitorWritesStatuses", onlyTheMonitorWritesStatuses());
        rules.put("onlyTheRegistryWritesSettings", onlyTheRegistryWritesSettings());
        rules.put("clientStandsAlone", clientStandsAlone());
        rules.put("metricsKnowNothingOfFlatbook", metricsKnowNothingOfFlatbook());
        rules.put("onlyOpsUsesOps", onlyUsedBy("ops", "ops", "proving"));
        rules.put("onlyNodeUsesNode", onlyUsedBy("node", "node"));
        rules.put("onlyProvingUsesProving", onlyUsedBy("proving", "proving"));
        rules.put("onlyOpsUsesClient", onlyUsedBy("client", "client", "ops", "proving"));
        rules.put("codecsStayOutside", codecsStayOutside());
        rules.put("noPackageCycles", noPackageCycles());
        rules.put("standardOutputIsForPeople", standardOutputIsForPeople());
        rules.put("onlyTheServiceStopsTheNode", onlyTheServiceStopsTheNode());
        rules.put("onlyTheConsoleServesBrowsers", onlyTheConsoleServesBrowsers());
        rules.put("onlyTheDeskSendsFromTheConsole", onlyTheDeskSendsFromTheConsole());
        return rules;
    }

    private ArchRule engineStandsAlone()
    {
        return classes().that().resideInAPackage(in("engine"))
            .should().onlyDependOnClassesThat(baseType(
                "are engine, java.lang, java.util, Agrona collections, hashes of bytes or enums of the schema",
                resideInAnyPackage(in("engine"), "java.lang", "java.lang.annotation", "java.lang.invoke",
                    "java.lang.runtime", "java.util", "java.util.function", "org.agrona.collections")
                    .or(describe("hashes of bytes", type -> HASHES_OF_BYTES.contains(type.getName())))
                    .or(resideInAPackage(in("sbe")).and(isEnum()))
                    .or(describe("primitives", JavaClass::isPrimitive))))
            .because("the engine is a pure function of time, principal and command")
            .allowEmptyShould(true);
    }

    private ArchRule engineNeverWalksHashes()
    {
        return noClasses().that().resideInAPackage(in("engine"))
            .should().callMethodWhere(HashWalk.CALL)
            .because("a replica that lived and one that loaded a snapshot walk a hash table in different orders")
            .allowEmptyShould(true);
    }

    private ArchRule engineHidesNoHashBehindAnInterface()
    {
        return classes().that().resideInAPackage(in("engine"))
            .should(HashWalk.DECLARE_NO_UNORDERED_INTERFACE)
            .because("a Map or Set may be a hash table: declare the ordered type, or the hash type and only look up")
            .allowEmptyShould(true);
    }

    private ArchRule engineIsAFunctionOfTheLog()
    {
        return noClasses().that().resideInAPackage(in("engine"))
            .should().dependOnClassesThat(
                describe("bring time, chance, threads or surroundings",
                    type -> NOT_A_FUNCTION_OF_THE_LOG.contains(type.getBaseComponentType().getName())))
            .because("replicas must compute the same")
            .allowEmptyShould(true);
    }

    private ArchRule engineAsksTheSystemNothing()
    {
        return noClasses().that().resideInAPackage(in("engine"))
            .should().accessTargetWhere(describe("the target is System (but arraycopy) or Math.random", access ->
                access.getTarget().getOwner().getName().equals("java.lang.System") &&
                    !access.getTarget().getName().equals("arraycopy") ||
                access.getTarget().getOwner().getName().equals("java.lang.Math") &&
                    access.getTarget().getName().equals("random")))
            .because("time is an argument and nothing else about the machine may matter")
            .allowEmptyShould(true);
    }

    private ArchRule engineDeclaresNoFloat()
    {
        return classes().that().resideInAPackage(in("engine"))
            .should(FloatingPoint.DECLARE_NONE)
            .because("money, prices and quantities are integers")
            .allowEmptyShould(true);
    }

    private ArchRule bookKnowsNothingAboveIt()
    {
        return noClasses().that().resideInAPackage(in("engine.book"))
            .should().dependOnClassesThat(baseType("are engine, but not book",
                resideInAPackage(in("engine")).and(not(resideInAPackage(in("engine.book"))))))
            .because("nouns and arithmetic serve what chooses and what commands, and know neither")
            .allowEmptyShould(true);
    }

    private ArchRule offsetKnowsOnlyTheBook()
    {
        return noClasses().that().resideInAPackage(in("engine.offset"))
            .should().dependOnClassesThat(baseType("are engine, but neither offset nor book",
                resideInAPackage(in("engine"))
                    .and(not(resideInAnyPackage(in("engine.offset"), in("engine.book"))))))
            .because("plans are made of the book alone; commands apply them")
            .allowEmptyShould(true);
    }

    private ArchRule nothingInTheEngineKnowsTheFacade()
    {
        return noClasses().that().resideInAPackage(in("engine"))
            .and(describe("are not the facade", type -> !topLevel(type).getName().equals(facade())))
            .should().dependOnClassesThat(baseType("are the facade",
                describe("the facade", type -> topLevel(type).getName().equals(facade()))))
            .because("the facade is put together from its parts; a constant belongs to the part that needs it")
            .allowEmptyShould(true);
    }

    private ArchRule whatChoosesCannotWrite()
    {
        return noClasses().that().resideInAPackage(in("engine.offset"))
            .should().callMethodWhere(writes.anyWriter())
            .because("a plan is previewed, compared and checked before anything changes")
            .allowEmptyShould(true);
    }

    private ArchRule onlyPostingsWritesMoney()
    {
        return noClasses().that().resideInAPackage(root + "..")
            .should().callMethodWhere(writes.moneyBut("Postings", "BookRestorer"))
            .because("what leaves one place enters another, touches the accounts and is told, in one place (BOOK-2)")
            .allowEmptyShould(true);
    }

    private ArchRule onlyTheMonitorWritesStatuses()
    {
        return noClasses().that().resideInAPackage(root + "..")
            .should().callMethodWhere(writes.statusBut("AccountMonitor", "Pledges", "BookRestorer"))
            .because("a status, its deadline and its pledges change together and are told (STAT-0, RUN-3)")
            .allowEmptyShould(true);
    }

    private ArchRule onlyTheRegistryWritesSettings()
    {
        return noClasses().that().resideInAPackage(root + "..")
            .should().callMethodWhere(writes.listingBut("Registry", "BookRestorer"))
            .because("a command changes what is listed in one place")
            .allowEmptyShould(true);
    }

    private ArchRule clientStandsAlone()
    {
        // A gateway may want a media driver inside its own JVM: one class starts it, nothing else knows it.
        return classes().that().resideInAPackage(in("client"))
            .and().doNotHaveFullyQualifiedName(root + ".client.EmbeddedDriver")
            .should().onlyDependOnClassesThat(baseType(
                "are client, codecs, Aeron's own client, Agrona or the JDK",
                resideInAnyPackage(in("client"), in("sbe"), "java..", "javax.crypto..", "org.agrona..", "io.aeron",
                    "io.aeron.logbuffer", "io.aeron.exceptions", "io.aeron.security", "io.aeron.cluster.client",
                    "io.aeron.cluster.codecs")
                    .or(describe("primitives", JavaClass::isPrimitive))))
            .because("a gateway inherits nothing else (logbuffer and codecs are in the signatures of its callbacks)")
            .allowEmptyShould(true);
    }

    private ArchRule metricsKnowNothingOfFlatbook()
    {
        return noClasses().that().resideInAPackage(in("metrics"))
            .should().dependOnClassesThat(baseType("are Flatbook's, but not metrics",
                resideInAPackage(root + "..").and(not(resideInAPackage(in("metrics"))))))
            .because("the exporter serves every media driver, archive and cluster")
            .allowEmptyShould(true);
    }

    private ArchRule onlyUsedBy(final String used, final String... by)
    {
        final String[] allowed = new String[by.length];
        for (int i = 0; i < by.length; i++)
        {
            allowed[i] = in(by[i]);
        }
        return noClasses().that().resideInAPackage(root + "..").and().resideOutsideOfPackages(allowed)
            .should().dependOnClassesThat().resideInAPackage(in(used))
            .because(used + " is a top of the product, not a foundation")
            .allowEmptyShould(true);
    }

    private ArchRule codecsStayOutside()
    {
        return noClasses().that().resideInAPackage(root + "..")
            .and().resideOutsideOfPackages(in("sbe"), in("cluster"), in("client"), in("ops"), in("proving"))
            .should().dependOnClassesThat(baseType(
                "are codecs, not enums", resideInAPackage(in("sbe")).and(not(isEnum()))))
            .because("bytes are decoded and encoded at the border; inside there are arguments and events")
            .allowEmptyShould(true);
    }

    private ArchRule noPackageCycles()
    {
        return slices().matching(root + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    private ArchRule standardOutputIsForPeople()
    {
        return noClasses().that().resideInAPackage(root + "..")
            .and().resideOutsideOfPackages(in("ops"), in("proving"))
            .and(describe("have no main", type -> type.tryGetMethod("main", String[].class).isEmpty()))
            .should().accessField(System.class, "out")
            .because("only a command line and a main speak to a person")
            .allowEmptyShould(true);
    }

    private ArchRule onlyTheServiceStopsTheNode()
    {
        return noClasses().that().resideInAPackage(root + "..")
            .and(describe("are not ClearingService", type ->
                !topLevel(type).getName().equals(root + ".cluster.ClearingService")))
            .should().callConstructorWhere(describe("AgentTerminationException is constructed", call ->
                call.getTargetOwner().getName().equals("org.agrona.concurrent.AgentTerminationException")))
            .because("there is one place that decides that a replica must stop")
            .allowEmptyShould(true);
    }

    private ArchRule onlyTheConsoleServesBrowsers()
    {
        return noClasses().that().resideInAPackage(root + "..").and().resideOutsideOfPackage(in("ops.console"))
            .should().dependOnClassesThat().resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
            .because("there is one door for browsers, and it is guarded")
            .allowEmptyShould(true);
    }

    private ArchRule onlyTheDeskSendsFromTheConsole()
    {
        return noClasses().that().resideInAPackage(in("ops.console"))
            .and(describe("are not Desk", type ->
                !topLevel(type).getName().equals(root + ".ops.console.Desk")))
            .should().callMethodWhere(describe("a command is sent over a link", call ->
                call.getTarget().getName().equals("submit") &&
                    call.getTargetOwner().getName().equals("io.flatbook.ops.link.BookLink")))
            .because("whoever can reach its port can look; who acts does so over a link of their own, which their " +
                "secret opens")
            .allowEmptyShould(true);
    }

    private String facade()
    {
        return root + ".engine.ClearingEngine";
    }

    private String in(final String name)
    {
        return root + "." + name + "..";
    }

    static JavaClass topLevel(final JavaClass type)
    {
        return type.getEnclosingClass().map(ArchitectureRules::topLevel).orElse(type);
    }

    private static DescribedPredicate<JavaClass> isEnum()
    {
        return describe("are enums", JavaClass::isEnum);
    }

    private static DescribedPredicate<JavaClass> baseType(
        final String description, final DescribedPredicate<? super JavaClass> predicate)
    {
        return describe(description, type -> predicate.test(type.getBaseComponentType()));
    }
}
