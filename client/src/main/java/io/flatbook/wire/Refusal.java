package io.flatbook.wire;

/**
 * Why a datagram was refused; in the order of the checks.
 */
public enum Refusal
{
    /** It came from an address that is not allowed. */
    SOURCE("source"),
    /** It is too short to be sealed, or longer than any frame. */
    LENGTH("length"),
    /** It names a key that is not in the ring: no key at all, or one of another ring or time. */
    KEY("key"),
    /** It was sealed for another port. */
    PORT("port"),
    /** The clock of who sealed it is more than 30 seconds away, or it was held back for so long. */
    STALE("stale"),
    /** It was sealed before this process put its wire up: it could be a recorded one. */
    BEFORE_START("beforeStart"),
    /** It was received before. */
    REPLAYED("replayed"),
    /** It was changed, or sealed with another key of the same number. */
    TAG("tag"),
    /** There are too many senders at a time. */
    SENDERS("senders"),
    /** A genuine setup asks for terms that are too long or not valid. */
    SETUP("setup"),
    /** A genuine setup would be one image too many of its stream. */
    SESSIONS("sessions");

    private final String key;

    Refusal(final String key)
    {
        this.key = key;
    }

    /**
     * @return its name in documents.
     */
    public String key()
    {
        return key;
    }
}
