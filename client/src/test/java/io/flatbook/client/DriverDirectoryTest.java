package io.flatbook.client;

import io.aeron.CommonContext;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

final class DriverDirectoryTest
{
    private final List<Path> made = new ArrayList<>();

    @AfterEach
    void removeAll()
    {
        made.forEach(path -> IoUtil.delete(path.toFile(), true));
    }

    @Test
    void theNextClientRemovesTheDirectoryOfOneThatWasKilled() throws IOException, InterruptedException
    {
        final Process killed = start(Driving.class);
        final Path left = directoryOf(killed);
        assertThat(left.resolve("cnc.dat")).exists();
        try (EmbeddedDriver driver = new EmbeddedDriver(null, Throwable::printStackTrace))
        {
            assertThat(left).as("of a process that lives").exists();
            assertThat(Path.of(driver.directoryName())).exists();
        }
        killed.destroyForcibly().waitFor();
        assertThat(left).exists();
        try (EmbeddedDriver driver = new EmbeddedDriver(null, Throwable::printStackTrace))
        {
            assertThat(left).doesNotExist();
            assertThat(Path.of(driver.directoryName())).exists();
        }
    }

    @Test
    void removesOnlyWhatIsNamedAfterTheDead() throws IOException, InterruptedException
    {
        final String own = DriverDirectory.next();
        final String prefix = own.substring(0, own.lastIndexOf('-') - Long.toString(own()).length());
        final long deadPid = deadPid();
        final Path dead = make(prefix + deadPid + "-1f");
        final List<Path> others = List.of(
            make(own),
            make(prefix + own() + "-1f"),
            make(prefix + deadPid),
            make(prefix + deadPid + "-xyz"),
            make(prefix + deadPid + "-1f-backup"),
            make(CommonContext.getAeronDirectoryName() + "-flatbook-1-" + deadPid + "-1f"),
            make(CommonContext.getAeronDirectoryName() + "-" + deadPid + "-1f"));
        final Path target = make(prefix + "target");
        final Path link = Path.of(prefix + deadPid + "-2f");
        Files.createSymbolicLink(link, target);

        DriverDirectory.removeDead();

        assertThat(dead).doesNotExist();
        others.forEach(other -> assertThat(other.resolve("cnc.dat")).exists());
        assertThat(Files.deleteIfExists(link)).as("a link was left alone").isTrue();
        assertThat(target.resolve("cnc.dat")).exists();
    }

    /** As many verbs of a script do that are started at once after one was killed. */
    @Test
    void manyRemoveTheSameDirectoriesAtTheSameTime() throws IOException, InterruptedException
    {
        final String own = DriverDirectory.next();
        final String prefix = own.substring(0, own.lastIndexOf('-') - Long.toString(own()).length()) + deadPid();
        final List<Path> dead = new ArrayList<>();
        for (int i = 0; i < 100; i++)
        {
            final Path directory = make(prefix + "-" + Integer.toHexString(i));
            dead.add(directory);
            for (int file = 0; file < 20; file++)
            {
                Files.createFile(Files.createDirectory(directory.resolve("images-" + file)).resolve("log"));
            }
        }
        final List<CompletableFuture<Void>> removals = new ArrayList<>();
        for (int i = 0; i < 8; i++)
        {
            removals.add(CompletableFuture.runAsync(DriverDirectory::removeDead, task -> new Thread(task).start()));
        }

        assertThat(removals).allSatisfy(removal -> assertThat(removal).succeedsWithin(Duration.ofMinutes(1)));
        DriverDirectory.removeDead();
        assertThat(dead).allSatisfy(directory -> assertThat(directory).doesNotExist());
    }

    private Path make(final String name) throws IOException
    {
        final Path directory = Files.createDirectory(Path.of(name));
        made.add(directory);
        Files.createFile(directory.resolve("cnc.dat"));
        return directory;
    }

    private static long own()
    {
        return ProcessHandle.current().pid();
    }

    private static long deadPid() throws IOException, InterruptedException
    {
        final Process ended = start(Ending.class);
        ended.waitFor();
        return ended.pid();
    }

    private Path directoryOf(final Process child) throws IOException
    {
        final Path directory = Path.of(new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8)).readLine());
        made.add(directory);
        return directory;
    }

    private static Process start(final Class<?> mainClass) throws IOException
    {
        return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), mainClass.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** A process with a driver that ends only if it is killed. */
    static final class Driving
    {
        private Driving()
        {
        }

        public static void main(final String[] arguments) throws InterruptedException
        {
            System.out.println(new EmbeddedDriver(null, Throwable::printStackTrace).directoryName());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** A process that ends at once. */
    static final class Ending
    {
        private Ending()
        {
        }

        public static void main(final String[] arguments)
        {
            System.out.println("ended");
        }
    }
}
