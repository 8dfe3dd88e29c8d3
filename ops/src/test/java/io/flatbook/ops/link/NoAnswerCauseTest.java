package io.flatbook.ops.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a node says of its wire, against the keys of a profile. */
final class NoAnswerCauseTest
{
    private static final String SEALED =
        "{'wire':{'sealed':true,'clients':{'keys':[3,4],'clockSuspect':false,'tagSuspect':false}}}";

    @TempDir
    private Path directory;

    @Test
    void saysWhichKeysDoNotFit() throws IOException
    {
        assertThat(cause(null, SEALED)).contains("theirs is sealed, and the profile has no transportKeyFile");
        assertThat(cause(keys(5), SEALED)).contains("they have keys [3,4], of which", "has none");
        assertThat(cause(keys(5), "{'wire':{'sealed':false}}")).contains("theirs is not sealed");
        assertThat(cause(keys(4), SEALED.replace("'tagSuspect':false", "'tagSuspect':true")))
            .contains("a key of the same number and another text");
        assertThat(cause(keys(4), SEALED.replace("'clockSuspect':false", "'clockSuspect':true"))).contains("a clock");
    }

    @Test
    void guessesNothingIfTheKeysFitOrNobodyIsThere() throws IOException
    {
        assertThat(cause(keys(4), SEALED)).isEmpty();
        assertThat(cause(null, "{'wire':{'sealed':false}}")).isEmpty();
        assertThat(NoAnswerCause.of(profile(null), List.of())).isEqualTo(", nor does any node at http://a/status" +
            "; scripts/demo --keep or scripts/cluster start DIR starts a cluster here, --profile names another");
    }

    @Test
    void saysThatTheMediaDriverOfTheProfileDoesNotRun() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("driver.properties"),
            "ingressEndpoints=0=localhost:1\naeronDirectory=" + directory + "\n");
        final Profile profile = Profile.load(file.toString(), directory);

        assertThatThrownBy(() -> new ClusterLinks().openToRead(profile, "audit/a", BookLink.NO_EVENTS, 500))
            .isInstanceOf(NoLeaderException.class).hasMessageContaining("no media driver lives in " + directory);
        assertThatThrownBy(() -> new ClusterLinks().request(profile, 500))
            .isInstanceOf(NoLeaderException.class).hasMessageContaining("no media driver lives in " + directory);
    }

    private Path keys(final int number) throws IOException
    {
        final Path file = directory.resolve("keys-" + number);
        Files.deleteIfExists(file);
        Files.writeString(file, number + ":" + "0b".repeat(32) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }

    private static String cause(final Path keyFile, final String page) throws JsonProcessingException
    {
        final JsonNode node = new ObjectMapper().readTree(page.replace('\'', '"'));
        return NoAnswerCause.of(profile(keyFile), List.of(node));
    }

    private static Profile profile(final Path keyFile)
    {
        return Profile.of("test", "test", "0=localhost:1", List.of("http://a/status"), "risk/alice")
            .sealedWith(keyFile);
    }
}
