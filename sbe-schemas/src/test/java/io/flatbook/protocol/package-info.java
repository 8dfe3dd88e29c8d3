/**
 * The protocol page: read from the schema, written as {@code PROTOCOL.md}, and checked against what is committed.
 *
 * <p>{@code Schema} reads the XML with nothing but the JDK, {@code ProtocolPage} renders it behind the hand-written
 * preface, and the tests keep the committed page, the descriptions and the numbering of the schema in order.
 */
package io.flatbook.protocol;
