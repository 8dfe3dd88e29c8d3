package io.flatbook.cluster;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommandHashTest
{
    @Test
    void theHashOfACommandFeelsEveryByteAndTheLength()
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[40]);
        final long zeros = CommandHash.of(buffer, 0, 37);
        assertThat(CommandHash.of(buffer, 0, 36)).isNotEqualTo(zeros);
        assertThat(CommandHash.of(buffer, 3, 37)).as("the place in the buffer does not matter").isEqualTo(zeros);
        for (int i = 0; i < 37; i++)
        {
            buffer.putByte(i, (byte)1);
            assertThat(CommandHash.of(buffer, 0, 37)).isNotEqualTo(zeros);
            buffer.putByte(i, (byte)0);
        }
    }
}
