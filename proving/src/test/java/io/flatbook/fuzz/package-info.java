/**
 * Whatever bytes come in from outside are refused or taken, and nothing else happens. Each place where they come in
 * takes the bytes of a file ({@link io.flatbook.fuzz.FuzzTarget}). The build feeds it the files of the corpus, which
 * are under {@code src/test/resources/fuzz}; {@code scripts/fuzz} lets Jazzer make new ones by what code they reach.
 */
package io.flatbook.fuzz;
