package io.flatbook.wire;

import java.nio.file.Path;

/**
 * One ring of a wire.
 *
 * @param keyFile       of the keys, see {@link KeyRing}.
 * @param sources       from which datagrams are taken.
 * @param termLengthMax longest term that a setup may ask for, in bytes.
 */
public record RingSettings(Path keyFile, SourceList sources, int termLengthMax)
{
    /** Longest term that a setup may ask for unless it is set otherwise, in bytes. */
    public static final int TERM_LENGTH_MAX = 64 * 1024 * 1024;

    /**
     * A ring that takes datagrams from everywhere and terms of up to {@link #TERM_LENGTH_MAX}.
     *
     * @param keyFile of the keys.
     */
    public RingSettings(final Path keyFile)
    {
        this(keyFile, SourceList.ANY, TERM_LENGTH_MAX);
    }
}
