/**
 * The {@code flatbook} command line, the scenario runner, and offline inspection of logs and snapshots.
 *
 * <p>Start at {@code FlatbookCommand}. Whatever costs more than one page of answers is computed here, from queries,
 * the log or a snapshot, and never inside the cluster. Answers go to standard output, talk goes to standard error, and
 * the exit code says what happened.
 */
package io.flatbook.ops;
