/**
 * Wire messages as people read them: decimals instead of lots and ticks, symbols instead of numbers.
 *
 * <p>Start at {@code JsonView}, which makes a JSON object of any message. {@code Catalog} remembers what is needed for
 * it: scales of assets, tick and lot sizes of instruments, and in which asset an account settles. It learns them from
 * events and reports that pass by. {@code FieldNames} says how a field of the schema is called in JSON. The same names
 * and sizes serve the other direction, from a line of a scenario to a command.
 */
package io.flatbook.ops.view;
