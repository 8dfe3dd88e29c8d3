package io.flatbook.ops.link;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class FileProblemTest
{
    private static final Path FILE = Path.of("some.properties");

    @Test
    void saysWhyAFileCannotBeRead()
    {
        assertThat(FileProblem.unreadable(FILE, new NoSuchFileException("some.properties")))
            .isEqualTo("some.properties does not exist");
        assertThat(FileProblem.unreadable(FILE, new AccessDeniedException("some.properties")))
            .isEqualTo("some.properties cannot be read: access is denied");
        assertThat(FileProblem.unreadable(FILE, new MalformedInputException(1)))
            .isEqualTo("some.properties cannot be read: it is not text in UTF-8");
        assertThat(FileProblem.unreadable(FILE, new IOException("Is a directory")))
            .isEqualTo("some.properties cannot be read: Is a directory");
    }

    @Test
    void saysWhyAFileCannotBeWritten()
    {
        assertThat(FileProblem.unwritable(FILE, new NoSuchFileException("some.properties")))
            .isEqualTo("some.properties cannot be written: there is no folder for it");
        assertThat(FileProblem.unwritable(FILE, new AccessDeniedException("some.properties")))
            .isEqualTo("some.properties cannot be written: access is denied");
    }
}
