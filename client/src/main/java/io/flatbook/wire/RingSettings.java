package io.flatbook.wire;

import java.nio.file.Path;

/**
 * One ring of a wire.
 *
 * @param setting       that names the file, for messages.
 * @param keyFile       of the keys, see {@link KeyRing}.
 * @param sources       from which datagrams are taken.
 * @param termLengthMax longest term that a setup may ask for, in bytes.
 */
public record RingSettings(String setting, Path keyFile, SourceList sources, int termLengthMax)
{
    /** Longest term that a setup may ask for unless it is set otherwise, in bytes. */
    public static final int TERM_LENGTH_MAX = 64 * 1024 * 1024;

    /**
     * A ring that takes datagrams from everywhere and terms of up to {@link #TERM_LENGTH_MAX}.
     *
     * @param setting that names the file, for messages.
     * @param keyFile of the keys.
     */
    public RingSettings(final String setting, final Path keyFile)
    {
        this(setting, keyFile, SourceList.ANY, TERM_LENGTH_MAX);
    }
}
