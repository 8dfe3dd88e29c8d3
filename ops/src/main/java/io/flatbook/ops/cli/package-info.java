/**
 * The verbs of the command line.
 *
 * <p>Start at {@code RootCommand}. A verb that reads or changes a book extends {@code BookCommand}, which opens the
 * link, learns the definitions, and says at the end at which log position the answer was true; one that only reads
 * extends {@code ReadingCommand}, which can watch. {@code Answer} writes rows as table, JSON or CSV; what the values
 * mean comes with them ({@code io.flatbook.ops.view.Figure}), and {@code TableText} fits them to the {@code Screen}.
 * What goes wrong becomes one sentence on standard error and one of the codes of {@code ExitCode}.
 */
package io.flatbook.ops.cli;
