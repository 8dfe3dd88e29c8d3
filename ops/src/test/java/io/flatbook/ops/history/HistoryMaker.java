package io.flatbook.ops.history;

import java.nio.file.Path;
import java.sql.DriverManager;

/**
 * A program that makes a history where there is no room for it.
 */
public final class HistoryMaker
{
    private HistoryMaker()
    {
    }

    /**
     * Opens a history once no file of this process may become longer than some bytes.
     *
     * @param args the file, and how long it may become.
     * @throws Exception if it cannot be made.
     */
    public static void main(final String[] args) throws Exception
    {
        // What it loads is longer.
        DriverManager.getConnection("jdbc:duckdb:").close();
        new ProcessBuilder("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--fsize=" + args[1])
            .inheritIO().start().waitFor();
        HistorySink.open(Path.of(args[0]), (sentence) -> { }).close();
    }
}
