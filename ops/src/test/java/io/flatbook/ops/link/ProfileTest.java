package io.flatbook.ops.link;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ProfileTest
{
    @TempDir
    private Path directory;

    @Test
    void meansAClusterOnThisMachineWhereNothingIsNamed() throws IOException
    {
        final Profile profile = Profile.load(Profile.LOCAL, directory);

        assertThat(profile.ingressEndpoints()).isEqualTo("0=localhost:20001,1=localhost:20101,2=localhost:20201");
        assertThat(profile.statusUrls()).hasSize(3).first().isEqualTo("http://127.0.0.1:20006/status");
        assertThat(profile.principal()).startsWith("risk/");
        assertThat(profile.secretFile()).isNull();
    }

    @Test
    void readsAProfileByNameAndByPath() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("prod.properties"),
            "ingressEndpoints=0=a:1\nstatusUrls=http://a/status , http://b/status\nprincipal=ops/bob\n");

        assertThat(Profile.load("prod", directory).statusUrls()).containsExactly("http://a/status", "http://b/status");
        assertThat(Profile.load(file.toString(), Path.of("elsewhere")).principal()).isEqualTo("ops/bob");
    }

    /** The pages of a cluster on this machine would say that all is well with the one that is meant. */
    @Test
    void asksTheStatusPagesOfTheNodesThatItNames() throws IOException
    {
        Files.writeString(directory.resolve("prod.properties"),
            "ingressEndpoints=0=fb-0:30001, 1=[fd00::1]:30101,2=localhost:30201 \nprincipal=ops/bob \n");
        final Profile profile = Profile.load("prod", directory);

        assertThat(profile.statusUrls()).containsExactly("http://fb-0:30006/status", "http://[fd00::1]:30106/status",
            "http://127.0.0.1:30206/status");
        assertThat(profile.principal()).isEqualTo("ops/bob");
    }

    @Test
    void saysWhichProfileOrSettingThereIsNot() throws IOException
    {
        Files.writeString(directory.resolve("bad.properties"), "ingres=0=a:1\n");

        assertThatThrownBy(() -> Profile.load("none", directory)).isInstanceOf(IOException.class)
            .hasMessageContaining("there is no profile none");
        assertThatThrownBy(() -> Profile.load("bad", directory)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("there is no setting ingres, only [aeronDirectory, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingressEndpoints", "principal", "secretFile", "transportKeyFile", "replica", "statusUrls"})
    void aSettingWithoutAValueIsNotTakenForTheWorkingDirectoryOrTheDefault(final String key) throws IOException
    {
        final Path file = Files.writeString(directory.resolve("empty.properties"), key + "= \n");
        assertThatThrownBy(() -> Profile.load("empty", directory)).isInstanceOf(IllegalArgumentException.class)
            .hasMessage(file + ": " + key + " is empty: without its line it has its default");
    }

    @Test
    void namesTheFileThatCannotBeRead() throws IOException
    {
        final Path bytes = Files.write(directory.resolve("bytes.properties"), new byte[]{'a', '=', (byte)0xff});
        final Path escape = Files.writeString(directory.resolve("escape.properties"),
            "# C:\\users\nprincipal=a\\\\users\nsecretFile=C:\\\\a\\users\n");
        final Path marked = Files.writeString(directory.resolve("marked.properties"), "\uFEFFclusterName=a\n");
        final Path folder = Files.createDirectory(directory.resolve("folder.properties"));

        assertThatThrownBy(() -> Profile.load(bytes.toString(), directory)).isInstanceOf(IOException.class)
            .hasMessage(bytes + " cannot be read: it is not text in UTF-8");
        assertThatThrownBy(() -> Profile.load(escape.toString(), directory)).isInstanceOf(IOException.class)
            .hasMessage(escape + " cannot be read: line 3: \\u wants four hexadecimal digits; a backslash is written " +
                "as two");
        assertThatThrownBy(() -> Profile.load(marked.toString(), directory)).isInstanceOf(IOException.class)
            .hasMessageContaining("byte order mark");
        assertThatThrownBy(() -> Profile.load(folder.toString(), directory)).isInstanceOf(IOException.class)
            .hasMessageStartingWith(folder + " cannot be read: ");
    }
}
