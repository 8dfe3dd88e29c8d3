package io.flatbook.ops.cli;

import io.flatbook.ops.view.Decimals;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Says in a few lines what is wrong with a command line, and at the end how to read all options: a whole page of them
 * would push the error off the terminal.
 */
final class UsageErrors
{
    private UsageErrors()
    {
    }

    /**
     * Has a parser tell errors so. Verbs that are added later are not concerned.
     */
    static void tellBriefly(final CommandLine line)
    {
        line.setParameterExceptionHandler((ex, arguments) -> tell(ex));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        final ITypeConverter<Long> wholes = converter(Long::valueOf, "a whole number");
        line.registerConverter(Long.class, wholes);
        line.registerConverter(long.class, wholes);
        final ITypeConverter<Integer> smallWholes = converter(Integer::valueOf, "a whole number of at most 9 digits");
        line.registerConverter(Integer.class, smallWholes);
        line.registerConverter(int.class, smallWholes);
        line.registerConverter(BigDecimal.class, converter(UsageErrors::decimal, "a number"));
        line.setExecutionStrategy(parsed ->
        {
            refuseKeysGivenTwice(parsed);
            return new RunLast().execute(parsed);
        });
    }

    /** Of two values of one key the parser would keep the last, without a word. */
    private static void refuseKeysGivenTwice(final ParseResult parsed)
    {
        for (final ArgSpec argument : parsed.matchedArgs())
        {
            final Set<String> keys = new HashSet<>();
            for (final String pair : argument.isMultiValue() && Map.class == argument.type() ?
                argument.originalStringValues() : List.<String>of())
            {
                final String key = pair.substring(0, Math.max(0, pair.indexOf('=')));
                if (!keys.add(key))
                {
                    throw new ParameterException(parsed.commandSpec().commandLine(),
                        argument.paramLabel() + ": " + key + " is given more than once");
                }
            }
        }
        if (parsed.hasSubcommand())
        {
            refuseKeysGivenTwice(parsed.subcommand());
        }
    }

    /** One of a reasonable length: written out, 1e999999999 takes minutes and all memory. */
    private static BigDecimal decimal(final String text)
    {
        final BigDecimal number = new BigDecimal(text);
        try
        {
            Decimals.guardSize(number);
        }
        catch (final ArithmeticException ex)
        {
            throw new TypeConversionException('\'' + text + "' " + ex.getMessage());
        }
        return number;
    }

    private static int tell(final ParameterException ex)
    {
        final CommandLine verb = ex.getCommandLine();
        verb.getErr().println(verb.getColorScheme().errorText(ex.getMessage()));
        if (!UnmatchedArgumentException.printSuggestions(ex, verb.getErr()))
        {
            verb.getErr().println(synopsis(verb.getCommandSpec()));
        }
        verb.getErr().println(verb.getCommandSpec().qualifiedName() + " --help says more.");
        verb.getErr().flush();
        return ExitCode.USAGE;
    }

    /** The verb with what it needs. */
    private static String synopsis(final CommandSpec verb)
    {
        final StringBuilder text = new StringBuilder("Usage: ").append(verb.qualifiedName()).append(" [OPTIONS]");
        verb.requiredArgs().stream().filter(each -> each.isOption())
            .forEach(each -> text.append(' ').append(((CommandLine.Model.OptionSpec)each).longestName()).append(' ')
                .append(each.paramLabel()));
        verb.positionalParameters().forEach(each -> text.append(each.required() ? " " : " [")
            .append(each.paramLabel()).append(each.required() ? "" : "]"));
        if (!verb.subcommands().isEmpty())
        {
            text.append(' ').append(String.join(" | ", verb.subcommands().keySet()));
        }
        return text.toString();
    }

    private static <T> ITypeConverter<T> converter(final Function<String, T> parse, final String what)
    {
        return text ->
        {
            try
            {
                return parse.apply(text);
            }
            catch (final NumberFormatException ex)
            {
                throw new TypeConversionException('\'' + text + "' is not " + what);
            }
        };
    }
}
