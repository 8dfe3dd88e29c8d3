package io.flatbook.proving.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A script that has ended; what it printed was shown as it came.
 *
 * @param exitCode of it.
 * @param lines    it printed, complaints among them.
 */
public record ScriptRun(int exitCode, List<String> lines)
{
    /**
     * Runs a script of the project.
     *
     * @param environment above that of this process.
     * @param name        of the script.
     * @param arguments   of it.
     * @return the run.
     * @throws IOException          if it cannot be started.
     * @throws InterruptedException if the caller is interrupted.
     */
    public static ScriptRun of(final Map<String, String> environment, final String name, final String... arguments)
        throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(Path.of("..", "scripts", name).toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        final Process script = builder.start();
        final List<String> lines = new ArrayList<>();
        try (BufferedReader reader = script.inputReader())
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                System.out.println(line);
                lines.add(line);
            }
            return new ScriptRun(script.waitFor(), lines);
        }
        finally
        {
            // It cleans up; when it ended by itself there is nobody to tell.
            script.destroy();
        }
    }
}
