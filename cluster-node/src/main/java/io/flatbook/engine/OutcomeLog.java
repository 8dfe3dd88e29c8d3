package io.flatbook.engine;

import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.StateHash;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * The last outcomes of a principal, read by {@link #select(long)} and the accessors after it.
 */
public final class OutcomeLog extends Hashed
{
    private static final int TRADES_MAX = 16;
    private static final int WORDS = 8;
    private static final int HASH = 0;
    private static final int REASON = 1;
    private static final int DETAIL = 2;
    private static final int FIRST_EVENT = 3;
    private static final int TRADE_REASONS = 4;
    private static final int TRADE_FIELDS = 6;

    private final long domain;
    private final int capacity;
    private long[] words = new long[WORDS * 8];
    private long lastCommandId;
    private int kept;
    private int selected;
    private long digestSum;

    OutcomeLog(final StateHash hash, final long domain, final int capacity)
    {
        super(hash);
        this.domain = domain;
        this.capacity = capacity;
    }

    /** Last command id applied, or 0. */
    public long lastCommandId()
    {
        return lastCommandId;
    }

    /** Number of outcomes kept: those of the last command ids. */
    public int kept()
    {
        return kept;
    }

    /**
     * Selects the outcome of a command.
     *
     * @param commandId of the command.
     * @return whether it is kept.
     */
    public boolean select(final long commandId)
    {
        if (commandId > lastCommandId || commandId <= lastCommandId - kept)
        {
            return false;
        }
        selected = offset(commandId);
        return true;
    }

    /** Hash of the selected command's bytes. */
    public long commandHash()
    {
        return words[selected + HASH];
    }

    /** How the selected command ended. */
    public RejectReason reason()
    {
        return RejectReason.get((short)(words[selected + REASON] & 0xFF));
    }

    /** Field of a refusal. */
    public RejectField field()
    {
        return RejectField.get((short)(words[selected + REASON] >>> 8 & 0xFF));
    }

    /** Detail of the outcome: expected id or id of a new entity; 0 if there is none. */
    public long detail()
    {
        return words[selected + DETAIL];
    }

    /** Sequence that the first event caused by it has, had it caused one. */
    public long firstEventSequence()
    {
        return words[selected + FIRST_EVENT];
    }

    /** Number of trades of a batch, 0 for any other command. */
    public int tradeCount()
    {
        return (int)(words[selected + REASON] >>> 16 & 0xFF);
    }

    /** How trade {@code i} (from 0) of a batch ended. */
    public RejectReason tradeReason(final int i)
    {
        return RejectReason.get(octet(TRADE_REASONS, i));
    }

    /** Field of a refusal of trade {@code i} (from 0) of a batch. */
    public RejectField tradeField(final int i)
    {
        return RejectField.get(octet(TRADE_FIELDS, i));
    }

    private short octet(final int word, final int i)
    {
        return (short)(words[selected + word + (i >> 3)] >>> ((i & 7) << 3) & 0xFF);
    }

    void add(
        final long commandHash, final RejectReason reason, final RejectField field, final long detail,
        final long firstEventSequence, final TradeBatch batch)
    {
        lastCommandId++;
        if (kept < capacity)
        {
            kept++;
            grow();
        }
        else
        {
            digestSum -= digest(lastCommandId - capacity);
        }
        final int at = offset(lastCommandId);
        words[at + HASH] = commandHash;
        words[at + REASON] = reason.value() | (long)field.value() << 8 | (long)batch.count() << 16;
        words[at + DETAIL] = detail;
        words[at + FIRST_EVENT] = firstEventSequence;
        for (int i = 0; i < 2; i++)
        {
            words[at + TRADE_REASONS + i] = 0;
            words[at + TRADE_FIELDS + i] = 0;
        }
        for (int i = 0; i < batch.count() && i < TRADES_MAX; i++)
        {
            final int shift = (i & 7) << 3;
            words[at + TRADE_REASONS + (i >> 3)] |= (long)batch.reason(i).value() << shift;
            words[at + TRADE_FIELDS + (i >> 3)] |= (long)batch.field(i).value() << shift;
        }
        digestSum += digest(lastCommandId);
        rehash();
    }

    void startAfter(final long commandId)
    {
        lastCommandId = commandId;
        rehash();
    }

    // Slots are by command id modulo the slots there are; while the log grows, ids start at the first kept.
    private int offset(final long commandId)
    {
        return (int)(commandId % (words.length / WORDS)) * WORDS;
    }

    private void grow()
    {
        final int slots = words.length / WORDS;
        if (kept <= slots)
        {
            return;
        }
        final int newSlots = Math.min(capacity, slots * 2);
        final long[] larger = new long[newSlots * WORDS];
        for (long id = lastCommandId - kept + 1; id < lastCommandId; id++)
        {
            System.arraycopy(words, offset(id), larger, (int)(id % newSlots) * WORDS, WORDS);
        }
        words = larger;
    }

    private long digest(final long commandId)
    {
        final int at = offset(commandId);
        long h = StateHash.mix(domain, commandId);
        for (int i = 0; i < WORDS; i++)
        {
            h = StateHash.mix(h, words[at + i]);
        }
        return h;
    }

    /** Nothing before the first command, as a principal has it that was only defined. */
    @Override
    protected long replicaDigest()
    {
        return 0 == lastCommandId ? 0 : StateHash.mix(StateHash.mix(domain, lastCommandId), digestSum);
    }
}
