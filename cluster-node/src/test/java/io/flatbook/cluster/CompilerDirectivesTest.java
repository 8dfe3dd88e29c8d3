package io.flatbook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.management.JMException;

/** What the compiler is told reaches it, and is about methods that exist. */
class CompilerDirectivesTest
{
    private static final Pattern METHOD = Pattern.compile("\"-([\\w/]+)\\.(\\w+)\"");

    @Test
    void theCompilerHasTheDirectives() throws IOException, JMException
    {
        CompilerDirectives.add();
        CompilerDirectives.add();

        final String printed = CompilerDirectives.diagnose("compilerDirectivesPrint").toString();
        assertThat(methods()).isNotEmpty().allSatisfy(method ->
            assertThat(printed).containsOnlyOnce('-' + method.group(1) + '.' + method.group(2)));
    }

    @Test
    void eachMethodNamedExists() throws IOException
    {
        assertThat(methods()).isNotEmpty().allSatisfy(method ->
            assertThat(Class.forName(method.group(1).replace('/', '.')).getDeclaredMethods())
                .anyMatch(declared -> declared.getName().equals(method.group(2))));
    }

    private static List<MatchResult> methods() throws IOException
    {
        try (InputStream resource = CompilerDirectives.class.getResourceAsStream(CompilerDirectives.RESOURCE))
        {
            return METHOD.matcher(new String(resource.readAllBytes(), StandardCharsets.UTF_8)).results().toList();
        }
    }
}
