/**
 * What lets others recompute what the service did: the dossier of a default run, the audit of a business day, and the
 * book at the close of a day, each with hashes and proofs.
 *
 * <p>All of it is made off the log, by a replay that looks at the book in mid entry: nothing is added to the work of a
 * node. The bytes depend on the log alone, so every node and every backup gives the same. Accounts appear by salted
 * hashes. The formats are described in {@code docs/dossier.md}; {@code verify/} checks them.
 */
package io.flatbook.ops.dossier;
