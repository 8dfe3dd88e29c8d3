package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The verifiers in Python, as anyone would run them.
 */
public final class Verifier
{
    /** Where they are. */
    static final Path SCRIPTS = Path.of("..", "verify");
    private static final long PATIENCE_S = 120;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Path directory;
    private final Path script;
    private String output = "";

    private Verifier(final Path directory, final String script)
    {
        this.directory = directory;
        this.script = SCRIPTS.resolve(script);
    }

    /**
     * A verifier of dossiers, proofs and audits.
     *
     * @param directory for files.
     */
    public Verifier(final Path directory)
    {
        this(directory, "flatbook_verify.py");
    }

    /**
     * A verifier of the margin of dossiers, and of the books of days.
     *
     * @param directory for files.
     * @return the verifier.
     */
    public static Verifier ofBooks(final Path directory)
    {
        return new Verifier(directory, "flatbook_verify_book.py");
    }

    /** Exit code for a text as a file. */
    int check(final String text) throws IOException, InterruptedException
    {
        return run(List.of(Files.writeString(directory.resolve("document"), text).toString()));
    }

    /** Exit code for a text as a file with a root that was published. */
    int check(final String text, final String root) throws IOException, InterruptedException
    {
        return run(List.of("--root=" + root, Files.writeString(directory.resolve("document"), text).toString()));
    }

    /** Exit code for many files, of which each must be right. */
    public int checkAll(final List<Path> files) throws IOException, InterruptedException
    {
        return run(files.stream().map(Path::toString).toList());
    }

    private int run(final List<String> arguments) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(arguments);
        final Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(python.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        return python.exitValue();
    }

    /** What it printed last. */
    public String output()
    {
        return output;
    }

    static ObjectNode parse(final String text)
    {
        try
        {
            return (ObjectNode)MAPPER.readTree(text);
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    /** A document whose hashes fit again after it was changed, as a careful forger would have it. */
    static String sealed(final ObjectNode document)
    {
        final ArrayNode roots = JSON.arrayNode();
        for (int i = 0; i < document.path("leaves").size(); i++)
        {
            final List<ObjectNode> leaves = new ArrayList<>();
            final List<BigInteger> sums = new ArrayList<>();
            for (final JsonNode leaf : document.path("leaves").path(i))
            {
                leaves.add((ObjectNode)leaf);
                sums.add(leaf.has("lots") ? leaf.path("lots").bigIntegerValue().abs() :
                    leaf.path("equity").bigIntegerValue().max(BigInteger.ZERO));
            }
            roots.add(JSON.arrayNode().add(document.path("trees").path(i).path(0).intValue())
                .addAll(new SumTree(leaves, sums).root()));
        }
        document.set("trees", roots);
        document.put("root", Canonical.hash(JSON.arrayNode().add(document.path("format").asText())
            .add(Canonical.hash(document.path("body"))).add(roots)));
        return Canonical.text(document) + "\n";
    }

    /** The same for a forgery that may have nothing left to be hashed. */
    static String sealedIfPossible(final ObjectNode document)
    {
        try
        {
            return sealed(document.deepCopy());
        }
        catch (final RuntimeException ex)
        {
            return Canonical.text(document) + "\n";
        }
    }

    /** The dossier of the first run of a scenario. */
    static ObjectNode dossier(final String scenario) throws Exception
    {
        return dossier(scenario, 1);
    }

    /** The dossier of a run of a scenario. */
    static ObjectNode dossier(final String scenario, final int run) throws Exception
    {
        final Path file = Path.of("..", "scenarios", scenario + ".jsonl");
        return parse(Dossiers.ofScenario(scenario, Files.readAllLines(file), new byte[0]).get(run - 1).text());
    }
}
