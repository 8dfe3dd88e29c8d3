package io.flatbook.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Checks, before a node is started, that the JVM of the test was started as nodes need it.
 */
final class JvmFlags
{
    /** Aeron needs the first, its checksums the second. */
    private static final List<String> PACKAGES = List.of("jdk.internal.misc", "java.util.zip");

    private JvmFlags()
    {
    }

    /**
     * @throws IllegalStateException with one sentence that names what is missing, if anything is.
     */
    static void check()
    {
        final Module ours = JvmFlags.class.getModule();
        check((name) -> Object.class.getModule().isOpen(name, ours));
    }

    static void check(final Predicate<String> isOpen)
    {
        final List<String> missing = new ArrayList<>();
        for (final String name : PACKAGES)
        {
            if (!isOpen.test(name))
            {
                missing.add("--add-opens java.base/" + name + "=ALL-UNNAMED");
            }
        }
        if (!missing.isEmpty())
        {
            throw new IllegalStateException("Start the JVM of the tests with " + String.join(" ", missing) +
                ", which nodes need (Maven: argLine of maven-surefire-plugin).");
        }
    }
}
