package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class DiskGuardTest
{
    private static final Path DIRECTORY = Path.of("/data");

    private long usableBytes = 5_000;
    private boolean fails;
    private final DiskGuard guard = new DiskGuard(0, DIRECTORY, 1_000, this::usableBytes);

    @Test
    void hasRoomUntilTheReserveIsTouched()
    {
        assertThat(guard.hasRoom()).as("before the first measure").isTrue();
        assertThat(guard.usableBytes()).isEqualTo(-1);
        assertThat(roomWith(1_000)).isTrue();
        assertThat(roomWith(999)).isFalse();
        assertThat(guard.usableBytes()).isEqualTo(999);
    }

    @Test
    void hasRoomAgainOnlyWithAQuarterMore()
    {
        assertThat(roomWith(999)).isFalse();
        assertThat(roomWith(1_249)).isFalse();
        assertThat(roomWith(1_250)).isTrue();
        assertThat(roomWith(1_000)).isTrue();
    }

    @Test
    void hasNoRoomWhereTheDiskDoesNotTell()
    {
        fails = true;
        assertThat(roomWith(5_000)).isFalse();
        assertThat(guard.usableBytes()).isEqualTo(-1);
        fails = false;
        assertThat(roomWith(5_000)).isTrue();
    }

    @Test
    void withoutAReserveThereIsAlwaysRoom()
    {
        final DiskGuard off = new DiskGuard(0, DIRECTORY, 0, this::usableBytes);
        usableBytes = 0;
        off.measure();
        assertThat(off.hasRoom()).isTrue();
        assertThat(off.usableBytes()).isZero();
    }

    @Test
    void aStartNeedsSomeRoomAndSaysHowMuch()
    {
        usableBytes = 250;
        assertThatCode(() -> guard.checkStart(250)).doesNotThrowAnyException();
        assertThatThrownBy(() -> guard.checkStart(251)).isInstanceOf(DiskFullException.class)
            .hasMessageContaining("only 250 bytes can still be written in /data, a start needs 251");
        fails = true;
        assertThatCode(() -> guard.checkStart(251)).as("a disk that cannot be measured").doesNotThrowAnyException();
    }

    private boolean roomWith(final long bytes)
    {
        usableBytes = bytes;
        guard.measure();
        return guard.hasRoom();
    }

    private long usableBytes(final Path directory) throws IOException
    {
        assertThat(directory).isEqualTo(DIRECTORY);
        if (fails)
        {
            throw new IOException("gone");
        }
        return usableBytes;
    }
}
