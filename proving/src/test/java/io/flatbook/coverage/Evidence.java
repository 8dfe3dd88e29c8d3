package io.flatbook.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A column of the coverage page: what can show that a clause is built, and the files in which it is looked for.
 */
enum Evidence
{
    CODE("code", true, List.of(
        "cluster-node/src/main/java/io/flatbook/engine", "cluster-node/src/main/java", "client/src/main/java",
        "ops/src/main/java", "proving/src/main/java", "sbe-schemas/src/main/resources")),
    UNIT_TEST("unit tests", true, List.of(
        "cluster-node/src/test/java", "client/src/test/java", "ops/src/test/java", "proving/src/test/java",
        "sbe-schemas/src/test/java")),
    SCENARIO("scenarios", true, List.of("scenarios")),
    TWIN("twin", false, List.of(Evidence.TWIN_DIRECTORY));

    private static final String TWIN_DIRECTORY = "cluster-node/src/test/java/io/flatbook/twin";
    /** Names clauses in its exemptions, which cite nothing. */
    private static final String OWN_DIRECTORY = "proving/src/test/java/io/flatbook/coverage";

    private final String title;
    private final boolean required;
    private final List<String> directories;

    Evidence(final String title, final boolean required, final List<String> directories)
    {
        this.title = title;
        this.required = required;
        this.directories = directories;
    }

    /** Heading of the column. */
    String title()
    {
        return title;
    }

    /** Whether a clause without it fails the build, unless the clause is exempt. */
    boolean required()
    {
        return required;
    }

    /**
     * Files in which citations of this kind are looked for.
     *
     * @param root of the repository.
     * @return paths relative to the root: directory by directory, sorted in each, each file once.
     * @throws IOException if a directory cannot be read.
     */
    List<Path> files(final Path root) throws IOException
    {
        final List<Path> files = new ArrayList<>();
        for (final String directory : directories)
        {
            try (Stream<Path> walk = Files.walk(root.resolve(directory)))
            {
                walk.filter(Files::isRegularFile)
                    .map(root::relativize)
                    .filter(this::counts)
                    .filter(file -> !files.contains(file))
                    .sorted()
                    .forEachOrdered(files::add);
            }
        }
        return files;
    }

    private boolean counts(final Path file)
    {
        final String name = file.getFileName().toString();
        return switch (this)
        {
            case CODE -> name.endsWith(".java") || name.endsWith(".xml");
            case UNIT_TEST -> name.endsWith(".java") &&
                !file.startsWith(TWIN_DIRECTORY) && !file.startsWith(OWN_DIRECTORY);
            case SCENARIO -> name.endsWith(".jsonl") && !name.endsWith(".expected.jsonl");
            case TWIN -> name.endsWith(".java");
        };
    }

    /**
     * Whether a line of such a file can cite a clause: any line of a source file, comment lines of a scenario.
     */
    boolean canCite(final String line)
    {
        return SCENARIO != this || line.startsWith("#");
    }
}
