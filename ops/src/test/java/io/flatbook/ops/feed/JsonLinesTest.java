package io.flatbook.ops.feed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class JsonLinesTest
{
    private static final String WHOLE = "{\"logPosition\":96,\"index\":2,\"eventSequence\":1}\n";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0\0\0\0\0\0\n", "\0\0\0{}\n", "\n", "7\n", "{\"logPosition\":\0\0\0\n", "{}\n"})
    void whatIsNoEventIsCutOff(final String damage) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("events-00000000000000000001.jsonl"),
            WHOLE + damage + WHOLE);

        try (JsonLines lines = JsonLines.open(directory, 1_000))
        {
            assertThat(lines.place()).isEqualTo(new FeedPlace(96, 2, 1));
        }
        assertThat(file).hasContent(WHOLE);
    }

    @Test
    void aDirectoryThatWasRefusedIsNotHeld() throws IOException
    {
        final Path progress = Files.writeString(directory.resolve("feed.progress"), "96 5\n");

        assertThatThrownBy(() -> JsonLines.open(directory, 1_000)).isInstanceOf(IllegalStateException.class)
            .hasMessageEndingWith("had event 5 before: files were removed or damaged");

        Files.delete(progress);
        JsonLines.open(directory, 1_000).close();
    }
}
