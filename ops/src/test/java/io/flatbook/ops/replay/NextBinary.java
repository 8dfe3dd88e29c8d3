package io.flatbook.ops.replay;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The binary of the next version, made of this one's sources and {@link NextSchema}: with it comes what CONTRIBUTING
 * asks for, the earlier shapes of the messages that grew, and values for the fields that were added.
 */
final class NextBinary
{
    private static final List<String> MODULES = List.of("client", "cluster-node", "ops");
    private static final List<String> OPENS = List.of(
        "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
        "--add-opens", "java.base/java.util.zip=ALL-UNNAMED");
    private static final String CLUSTER = "io/flatbook/cluster/";

    private final Path directory;
    private final String classPath;

    /** What a process wrote, and its exit code. */
    record Ended(int exitCode, String out, String err)
    {
    }

    private NextBinary(final Path directory, final String classPath)
    {
        this.directory = directory;
        this.classPath = classPath;
    }

    /** Builds it into an empty directory. */
    static NextBinary build(final Path directory) throws Exception
    {
        final Path sources = Files.createDirectories(directory.resolve("sources"));
        final Path classes = Files.createDirectories(directory.resolve("classes"));
        generate(directory, sources);
        for (final String module : MODULES)
        {
            copy(Path.of("..", module, "src/main/java"), sources);
            copy(Path.of("..", module, "src/main/resources"), classes);
        }
        for (final String described : List.of("flatbook.sbeir", "flatbook-snapshot.sbeir"))
        {
            Files.copy(sources.resolve(described), classes.resolve(described));
        }
        grow(sources.resolve(CLUSTER));
        final String libraries = libraries();
        compile(sources, classes, libraries);
        return new NextBinary(directory, classes + File.pathSeparator + libraries);
    }

    String classPath()
    {
        return classPath;
    }

    /** Runs its command line. */
    Ended flatbook(final String... arguments) throws Exception
    {
        return flatbook(directory, classPath, arguments);
    }

    /** Runs a command line of some binary as a process. */
    static Ended flatbook(final Path directory, final String classPath, final String... arguments) throws Exception
    {
        final List<String> command = new ArrayList<>();
        command.add("-cp");
        command.add(classPath);
        command.add("io.flatbook.ops.FlatbookCommand");
        command.addAll(List.of(arguments));
        return java(directory, command);
    }

    private static void generate(final Path directory, final Path sources) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(
            "-Dsbe.output.dir=" + sources, "-Dsbe.target.language=Java", "-Dsbe.generate.ir=true",
            "-Dsbe.validation.stop.on.error=true", "-Dsbe.validation.warnings.fatal=true",
            "-Dsbe.java.generate.interfaces=false", "-Dsbe.decode.unknown.enum.values=true",
            "-Dsbe.keyword.append.token=_", "-cp", System.getProperty("java.class.path"),
            "uk.co.real_logic.sbe.SbeTool"));
        for (final String name : List.of(ReleasedVersion.WIRE, ReleasedVersion.SNAPSHOT))
        {
            command.add(Files.writeString(directory.resolve(name), NextSchema.of(name)).toString());
        }
        final Ended ended = java(directory, command);
        assertThat(ended.exitCode()).as("%s", ended).isZero();
    }

    private static void grow(final Path cluster) throws IOException
    {
        final int before = ReleasedVersion.present().number();
        edit(cluster.resolve("Templates.java"),
            "gateway(DepositDecoder.TEMPLATE_ID, DepositDecoder.BLOCK_LENGTH)",
            "gateway(DepositDecoder.TEMPLATE_ID, DepositDecoder.BLOCK_LENGTH).since(java.util.List.of(" +
            "new Template.Earlier(" + before + ", DepositDecoder.BLOCK_LENGTH - " + NextSchema.NOTE_LENGTH + ", 0)))");
        edit(cluster.resolve("Templates.java"),
            ".group(UpdateMarkPricesDecoder.MarksDecoder.sbeBlockLength())",
            ".group(UpdateMarkPricesDecoder.MarksDecoder.sbeBlockLength()).since(java.util.List.of(" +
            "new Template.Earlier(" + before + ", UpdateMarkPricesDecoder.BLOCK_LENGTH, " +
            "UpdateMarkPricesDecoder.MarksDecoder.sbeBlockLength() - " + Integer.BYTES + ")))");
        edit(cluster.resolve("EngineRecord.java"),
            ".storageChanges(state.storage().storageChanges());",
            ".storageChanges(state.storage().storageChanges()).added(77);");
        edit(cluster.resolve("ConfigurationEvents.java"),
            "versionActivated.oldVersion(oldVersion).newVersion(newVersion)",
            "versionActivated.activations(newVersion - 1).oldVersion(oldVersion).newVersion(newVersion)");
    }

    private static void edit(final Path file, final String what, final String by) throws IOException
    {
        Files.writeString(file, NextSchema.replaced(Files.readString(file), what, by));
    }

    private static void compile(final Path sources, final Path classes, final String libraries) throws IOException
    {
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
            Stream<Path> paths = Files.walk(sources))
        {
            final List<Path> units = paths.filter((path) -> path.toString().endsWith(".java")).toList();
            final List<String> options = List.of("-nowarn", "-proc:none", "-parameters", "--release", "17",
                "-d", classes.toString(), "-cp", libraries);
            assertThat(compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(units))
                .call()).as("%s", said).isTrue();
        }
    }

    /** The libraries of this class path, and nothing of this project. */
    private static String libraries()
    {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter((path) -> path.endsWith(".jar") && !new File(path).getName().startsWith("flatbook-"))
            .collect(Collectors.joining(File.pathSeparator));
    }

    private static void copy(final Path from, final Path to) throws IOException
    {
        if (!Files.isDirectory(from))
        {
            return;
        }
        try (Stream<Path> paths = Files.walk(from))
        {
            for (final Path path : paths.filter(Files::isRegularFile).toList())
            {
                final Path target = to.resolve(from.relativize(path).toString());
                Files.createDirectories(target.getParent());
                Files.copy(path, target);
            }
        }
    }

    private static Ended java(final Path directory, final List<String> arguments) throws Exception
    {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPENS);
        command.addAll(arguments);
        final Path out = Files.createTempFile(directory, "out", ".txt");
        final Path err = Files.createTempFile(directory, "err", ".txt");
        final Process child = new ProcessBuilder(command)
            .redirectInput(new File("/dev/null")).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        return new Ended(child.waitFor(), Files.readString(out), Files.readString(err));
    }
}
