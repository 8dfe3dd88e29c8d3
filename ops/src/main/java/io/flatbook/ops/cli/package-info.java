/**
 * The verbs of the command line.
 *
 * <p>Start at {@code RootCommand}. A verb that reads or changes a book extends {@code BookCommand}, which opens the
 * link, learns the definitions, and says at the end at which log position the answer was true. {@code Answer} writes
 * rows as table, JSON or CSV. What goes wrong becomes one sentence on standard error and one of the codes of
 * {@code ExitCode}.
 */
package io.flatbook.ops.cli;
