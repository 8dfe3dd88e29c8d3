package io.flatbook.wire;

/**
 * All that belongs to one ring of keys in one driver: keys, what was opened with them, counters, and what is asked of
 * those who have a key.
 */
final class WireRing
{
    private final KeyRing keys;
    private final SourceList sources;
    private final int termLengthMax;
    private final FrameCipher.Supplier ciphers;
    private final WireClock clock;
    private final WireCounters counters = new WireCounters();
    private final Opener forth;
    private final Opener back;

    WireRing(final RingSettings settings, final FrameCipher.Supplier ciphers, final WireClock clock)
    {
        this(KeyRing.read(settings.setting(), settings.keyFile()), settings.sources(), settings.termLengthMax(),
            ciphers, clock);
    }

    /**
     * @param sources       from which datagrams are taken.
     * @param termLengthMax that a setup may ask for, in bytes.
     */
    WireRing(
        final KeyRing keys,
        final SourceList sources,
        final int termLengthMax,
        final FrameCipher.Supplier ciphers,
        final WireClock clock)
    {
        this.keys = keys;
        this.sources = sources;
        this.termLengthMax = termLengthMax;
        this.ciphers = ciphers;
        this.clock = clock;
        forth = new Opener(this, false);
        back = new Opener(this, true);
    }

    KeyRing keys()
    {
        return keys;
    }

    SourceList sources()
    {
        return sources;
    }

    int termLengthMax()
    {
        return termLengthMax;
    }

    FrameCipher.Supplier ciphers()
    {
        return ciphers;
    }

    WireClock clock()
    {
        return clock;
    }

    WireCounters counters()
    {
        return counters;
    }

    /** Of what publishers send. */
    Opener forth()
    {
        return forth;
    }

    /** Of what subscribers send back. */
    Opener back()
    {
        return back;
    }
}
