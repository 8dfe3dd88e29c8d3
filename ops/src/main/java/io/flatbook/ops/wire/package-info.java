/**
 * Messages of the wire as trees, read and written by the schema's intermediate representation.
 *
 * <p>Start at {@code Protocol}: it knows every message by name and by template id. {@code WireReader} turns bytes into
 * a {@code WireMessage}, {@code WireWriter} turns it back, and neither knows a single message: a new field or message
 * of the schema is read and written without a change here. Numbers stay integers in the units of the wire; the names
 * of their types (Money, Lots, Ticks, ...) say what they are. Package {@code view} makes decimals of them.
 */
package io.flatbook.ops.wire;
