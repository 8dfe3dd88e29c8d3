package io.flatbook.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** No input of the corpus does what it must not: what Jazzer once found stays in it. */
class FuzzCorpusTest
{
    private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");

    @ParameterizedTest
    @EnumSource
    void everyInputOfTheCorpusIsTakenOrRefused(final FuzzTarget target) throws IOException
    {
        final Consumer<byte[]> taker = target.taker();
        taker.accept(new byte[0]);
        final List<Path> inputs;
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.label())))
        {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).isNotEmpty();
        for (final Path input : inputs)
        {
            try
            {
                taker.accept(Files.readAllBytes(input));
            }
            catch (final RuntimeException | Error ex)
            {
                throw new AssertionError(input.toString(), ex);
            }
        }
    }
}
