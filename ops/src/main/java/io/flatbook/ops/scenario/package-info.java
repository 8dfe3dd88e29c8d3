/**
 * Scenarios: files of JSON lines that a risk officer can read, run on an engine in this process or on a cluster.
 *
 * <p>Start at {@code ScenarioRunner}: it reads a line, sends the command or asks the query, and writes what came of it.
 * {@code CommandReader} makes a message of a line by the schema; {@code Defaults} says what is meant if a line says
 * nothing. A {@code ScenarioTarget} is where messages go: {@code EngineTarget} runs the adapter and event encoder of a
 * node without a network, {@code LinkedTarget} talks to a cluster through the client. Both give the same events in the
 * same order, so a scenario prints the same on both.
 */
package io.flatbook.ops.scenario;
