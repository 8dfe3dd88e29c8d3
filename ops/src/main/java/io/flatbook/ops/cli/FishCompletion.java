package io.flatbook.ops.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes the completion script for fish, for which picocli has none: verbs and options with their descriptions, fixed
 * values, and files only where one is expected.
 */
final class FishCompletion
{
    private static final Set<String> FILES = Set.of("FILE", "DIR");
    /** Words that are no verb, such as the value of an option, change nothing. */
    private static final String VERB = """
        function __flatbook_verb
            set -l verb ''
            for word in (commandline -opc)[2..-1]
                set -l longer (string trim "$verb $word")
                contains -- $longer $__flatbook_verbs; and set verb $longer
            end
            test "$verb" = "$argv"
        end
        complete -c flatbook -f
        """;

    private final List<String> verbs = new ArrayList<>();
    private final StringBuilder lines = new StringBuilder();

    private FishCompletion()
    {
    }

    /**
     * The script.
     *
     * @param root of the command line, with all verbs.
     */
    static String script(final CommandLine root)
    {
        final FishCompletion completion = new FishCompletion();
        completion.add(root, "");
        return "set -g __flatbook_verbs " + String.join(" ", completion.verbs) + '\n' + VERB + completion.lines;
    }

    /**
     * Lines for what may follow a verb, and for the verbs below it.
     *
     * @param words of the verb, empty for the root.
     */
    private void add(final CommandLine verb, final String words)
    {
        final String begin = "complete -c flatbook -n \"__flatbook_verb" + (words.isEmpty() ? "" : " " + words) + '"';
        for (final OptionSpec option : verb.getCommandSpec().options())
        {
            lines.append(begin);
            for (final String name : option.names())
            {
                lines.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceAll("^-+", ""));
            }
            lines.append(0 == option.arity().min() ? "" : isFile(option) ? " -r -F" : " -x").append(values(option))
                .append(described(option.description()));
        }
        for (final PositionalParamSpec positional : verb.getCommandSpec().positionalParameters())
        {
            if (isFile(positional))
            {
                lines.append(begin).append(" -F\n");
            }
            else if (!values(positional).isEmpty())
            {
                lines.append(begin).append(values(positional)).append(described(positional.description()));
            }
        }
        verb.getSubcommands().forEach((name, each) ->
        {
            lines.append(begin).append(" -a ").append(name)
                .append(described(each.getCommandSpec().usageMessage().description()));
            final String longer = (words + ' ' + name).trim();
            verbs.add('\'' + longer + '\'');
            add(each, longer);
        });
    }

    private static boolean isFile(final ArgSpec argument)
    {
        return FILES.contains(argument.paramLabel());
    }

    private static String values(final ArgSpec argument)
    {
        if (null == argument.completionCandidates())
        {
            return "";
        }
        return " -a '" + String.join(" ", argument.completionCandidates()) + '\'';
    }

    private static String described(final String[] description)
    {
        return 0 == description.length ? "\n" : " -d '" + description[0].replaceAll("\\$\\{.*?}|%n", "")
            .replace("\\", "\\\\").replace("'", "\\'") + "'\n";
    }
}
