package io.flatbook.cluster;

import io.flatbook.sbe.MessageHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A book to ask: accounts 1,001 to 1,150 of venue 1 sell one lot each to account 5; the last ones sold highest.
 */
abstract class QueryFixture
{
    static final String OPS = "ops/olga";
    static final int PAGE_BYTES = 8_192;
    static final int FIRST = 1_001;
    static final int HOLDERS = 150;

    final Desk desk = Books.traded();
    final MessageHeaderDecoder header = new MessageHeaderDecoder();
    /** Of the book as it must stay while it is asked; a test that changes the book sets it anew. */
    long replicaHash;

    @BeforeEach
    final void populate()
    {
        desk.accepted(Desk.GATEWAY, Messages.deposit(5, 100_000_000, 9));
        for (int i = 0; i < HOLDERS; i++)
        {
            desk.accepted(Desk.GATEWAY, Messages.openAccount(FIRST + i, FIRST + i, 1));
            desk.accepted(Desk.GATEWAY, Messages.deposit(FIRST + i, 100_000, FIRST + i));
            desk.accepted(Desk.GATEWAY, Messages.registerTrade(FIRST + i, 5, FIRST + i, 1, 1_000 + i));
        }
        replicaHash = desk.replicaHash();
    }

    /** The answer to a query, which fits a page and has no effect. */
    final UnsafeBuffer ask(final String asker, final UnsafeBuffer query)
    {
        final Desk.Answer answer = desk.raw(asker, query);
        assertThat(answer.bytes().length).isLessThanOrEqualTo(PAGE_BYTES);
        assertThat(desk.replicaHash()).isEqualTo(replicaHash);
        return new UnsafeBuffer(answer.bytes());
    }
}
