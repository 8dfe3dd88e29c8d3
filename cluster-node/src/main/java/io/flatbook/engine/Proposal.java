package io.flatbook.engine;

import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.StateHash;

/**
 * A command that waits for a second risk principal.
 */
public final class Proposal extends Hashed
{
    private final long id;
    private final Principal proposer;
    private final int templateId;
    private final byte[] bytes;
    private long expiresMs;

    Proposal(
        final StateHash hash, final long id, final Principal proposer, final int templateId, final byte[] bytes,
        final long expiresMs)
    {
        super(hash);
        this.id = id;
        this.proposer = proposer;
        this.templateId = templateId;
        this.bytes = bytes;
        this.expiresMs = expiresMs;
        rehash();
    }

    /** Proposal number, dense from 1. */
    public long id()
    {
        return id;
    }

    /** Who proposed it. */
    public Principal proposer()
    {
        return proposer;
    }

    /** Template id of the command. */
    public int templateId()
    {
        return templateId;
    }

    /** The command with its message header; not to be changed. */
    public byte[] bytes()
    {
        return bytes;
    }

    /** Engine time at which it expires, ms. */
    public long expiresMs()
    {
        return expiresMs;
    }

    void forget()
    {
        unhash();
    }

    void postpone(final long stepMs)
    {
        expiresMs += stepMs;
        rehash();
    }

    @Override
    protected long replicaDigest()
    {
        long h = StateHash.mix(StateHash.mix(108, id), proposer.number());
        h = StateHash.mix(StateHash.mix(h, templateId), expiresMs);
        for (final byte b : bytes)
        {
            h = StateHash.mix(h, b);
        }
        return h;
    }
}
