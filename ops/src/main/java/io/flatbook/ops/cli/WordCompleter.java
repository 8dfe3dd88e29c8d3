package io.flatbook.ops.cli;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.shell.jline3.PicocliJLineCompleter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Completes verbs and options by what the command line knows of itself, and symbols and account numbers by what the
 * cluster has.
 */
final class WordCompleter implements Completer
{
    private static final Set<String> INSTRUMENT_LABELS = Set.of("INSTRUMENT", "SYMBOL");

    private final CommandSpec root;
    private final Completer verbs;
    private final List<String> instruments = new ArrayList<>();
    private final List<String> assets = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();

    WordCompleter(final CommandSpec root)
    {
        this.root = root;
        verbs = new PicocliJLineCompleter(root);
    }

    void instrument(final String symbol)
    {
        instruments.add(symbol);
    }

    void asset(final String symbol)
    {
        assets.add(symbol);
    }

    void account(final long accountId)
    {
        accounts.add(Long.toString(accountId));
    }

    @Override
    public void complete(final LineReader reader, final ParsedLine line, final List<Candidate> candidates)
    {
        verbs.complete(reader, line, candidates);
        final ArgSpec wanted = wanted(line.words().subList(0, line.wordIndex()));
        if (null != wanted)
        {
            values(wanted, candidates);
        }
        if (!line.word().startsWith("-") && !candidates.stream().allMatch(WordCompleter::isOption))
        {
            // They would hide the verbs and symbols; whoever wants an option begins it.
            candidates.removeIf(WordCompleter::isOption);
        }
    }

    private static boolean isOption(final Candidate candidate)
    {
        return candidate.value().startsWith("-");
    }

    private void values(final ArgSpec wanted, final List<Candidate> candidates)
    {
        final String label = wanted.paramLabel();
        if (INSTRUMENT_LABELS.contains(label))
        {
            add(instruments, candidates);
        }
        else if ("ASSET".equals(label))
        {
            add(assets, candidates);
        }
        else if ("ACCOUNT".equals(label) || "FROM".equals(label) || "TO".equals(label))
        {
            add(accounts, candidates);
        }
    }

    private static void add(final List<String> words, final List<Candidate> candidates)
    {
        words.forEach(word -> candidates.add(new Candidate(word)));
    }

    /**
     * What the next word is for.
     *
     * @param before words before it.
     * @return an option that wants a value, else the next positional of the verb; null for neither.
     */
    private ArgSpec wanted(final List<String> before)
    {
        CommandSpec verb = root;
        int positionals = 0;
        OptionSpec open = null;
        for (final String word : before)
        {
            if (null != open)
            {
                open = null;
            }
            else if (word.startsWith("-"))
            {
                final OptionSpec option = verb.findOption(word);
                open = null != option && 0 < option.arity().min() ? option : null;
            }
            else if (verb.subcommands().containsKey(word))
            {
                verb = verb.subcommands().get(word).getCommandSpec();
            }
            else
            {
                positionals++;
            }
        }
        if (null != open)
        {
            return open;
        }
        for (final PositionalParamSpec positional : verb.positionalParameters())
        {
            if (positional.index().contains(positionals))
            {
                return positional;
            }
        }
        return null;
    }
}
