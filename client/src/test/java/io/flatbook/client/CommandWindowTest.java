package io.flatbook.client;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class CommandWindowTest
{
    private final CommandWindow window = new CommandWindow(3);

    @Test
    void keepsTheBytesOfEveryUnansweredId()
    {
        window.startAt(10);
        for (long id = 10; id < 13; id++)
        {
            window.nextBuffer().putLong(0, id * 7);
            assertThat(window.commit(8)).isEqualTo(id);
        }
        assertThat(window.isFull()).isTrue();
        for (long id = 10; id < 13; id++)
        {
            assertThat(window.isPending(id)).isTrue();
            assertThat(window.buffer(id).getLong(0)).isEqualTo(id * 7);
            assertThat(window.length(id)).isEqualTo(8);
        }
    }

    @Test
    void makesRoomOnlyInOrder()
    {
        window.startAt(1);
        window.commit(1);
        window.commit(1);
        window.commit(1);
        window.answer(3);
        window.answer(2);
        assertThat(window.firstId()).isEqualTo(1);
        assertThat(window.isPending(2)).isFalse();
        window.answer(1);
        assertThat(window.firstId()).isEqualTo(4);
        assertThat(window.isEmpty()).isTrue();
        assertThat(window.commit(1)).isEqualTo(4);
    }

    @Test
    void refusesWhatDoesNotFit()
    {
        window.startAt(1);
        assertThatThrownBy(() -> window.commit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> window.commit(CommandWindow.COMMAND_LENGTH_MAX + 1))
            .isInstanceOf(IllegalArgumentException.class);
        assertThat(window.nextId()).isEqualTo(1);
        window.commit(1);
        window.commit(1);
        window.commit(1);
        assertThatThrownBy(() -> window.commit(1)).hasMessageContaining("full");
        assertThatThrownBy(() -> window.startAt(9)).hasMessageContaining("not answered");
        assertThatThrownBy(() -> new CommandWindow(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
