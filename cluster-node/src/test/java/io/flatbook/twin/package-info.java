/**
 * The slow twin of the clearing engine: the rules of clearing written a second time, plainly, with big integers, sorted
 * maps and lists, and without a look at the engine. {@link io.flatbook.twin.Twin} takes the same commands as the engine
 * and predicts the answer, every event and every balance. The differential test drives both with seeded command
 * sequences and compares them after each command. Where they differ, the text of the rules decides which of the two is
 * wrong, so nothing here may be copied from the engine.
 */
package io.flatbook.twin;
