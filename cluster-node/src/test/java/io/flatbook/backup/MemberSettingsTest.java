package io.flatbook.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MemberSettingsTest
{
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "basePort=abc      | basePort cannot be 'abc'",
        "basePort=         | basePort cannot be ''",
        "segmentLength=    | segmentLength cannot be ''",
        "segmentLength=64x | segmentLength cannot be '64x'",
        "segmentLength=8g  | segmentLength cannot be '8g'",
        "\uFEFFhosts=a     | it begins with a byte order mark: save it as UTF-8 without one",
        "hosts=\\u12      | line 1: \\u wants four hexadecimal digits; a backslash is written as two"})
    void namesTheFileAndTheSettingThatCannotBeRead(final String line, final String problem) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("node.properties"), line + "\n");

        assertThatThrownBy(() -> MemberSettings.read(file, Map.of())).isInstanceOf(BackupException.class)
            .hasMessage("cannot read the settings in " + file + ": " + problem);
    }
}
