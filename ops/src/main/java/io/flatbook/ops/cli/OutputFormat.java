package io.flatbook.ops.cli;

/**
 * How answers are written.
 */
enum OutputFormat
{
    /**
     * For people.
     */
    table,
    /**
     * One JSON document.
     */
    json,
    /**
     * Comma separated values with a line of names.
     */
    csv
}
