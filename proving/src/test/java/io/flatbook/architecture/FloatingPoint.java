package io.flatbook.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/**
 * Floating point in declarations, and in the instructions of method bodies, which class dependencies do not show.
 * The load factor that Agrona's constructors take is a constant, and a constant alone computes nothing.
 */
final class FloatingPoint
{
    private static final Set<String> FLOATS = Set.of("float", "double", "java.lang.Float", "java.lang.Double");

    private static final Pattern INSTRUCTION = Pattern.compile(
        "\\s*\\d+: ([fd](add|sub|mul|div|rem|neg|return|2[ildf]|cmp[lg]|a?load.*|a?store.*)|[il]2[fd])\\b.*");

    private static final Pattern CLASS_HEADER = Pattern.compile("^\\S.*\\b(class|interface|enum)\\b.*\\{$");

    /** Neither a field nor a parameter nor a result is a float or double. */
    static final ArchCondition<JavaClass> DECLARE_NONE = new ArchCondition<>("declare no float or double")
    {
        @Override
        public void check(final JavaClass type, final ConditionEvents events)
        {
            for (final JavaField field : type.getFields())
            {
                report(field.getRawType(), field.getFullName(), events);
            }
            for (final JavaCodeUnit unit : type.getCodeUnits())
            {
                report(unit.getRawReturnType(), unit.getFullName(), events);
                unit.getRawParameterTypes().forEach(parameter -> report(parameter, unit.getFullName(), events));
            }
        }
    };

    private FloatingPoint()
    {
    }

    /**
     * The instructions of the classes that compute, move, compare or convert floating point numbers.
     *
     * @param types to disassemble.
     * @return one line for each instruction, empty if there is none.
     */
    static List<String> instructions(final Iterable<JavaClass> types)
    {
        final List<String> arguments = new ArrayList<>(List.of("-c", "-p"));
        for (final JavaClass type : types)
        {
            arguments.add(type.getSource().orElseThrow().getUri().toString());
        }
        if (2 == arguments.size())
        {
            return List.of();
        }
        final ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
        final StringWriter disassembly = new StringWriter();
        final StringWriter complaints = new StringWriter();
        final int exitCode = javap.run(
            new PrintWriter(disassembly), new PrintWriter(complaints), arguments.toArray(new String[0]));
        if (0 != exitCode)
        {
            throw new IllegalStateException("javap failed: " + complaints);
        }
        return found(disassembly.toString());
    }

    private static List<String> found(final String disassembly)
    {
        final List<String> instructions = new ArrayList<>();
        String type = "";
        for (final String line : disassembly.lines().toList())
        {
            if (CLASS_HEADER.matcher(line).matches())
            {
                type = line;
            }
            else if (INSTRUCTION.matcher(line).matches())
            {
                instructions.add(type + " " + line.strip());
            }
        }
        return instructions;
    }

    private static void report(final JavaClass declared, final String where, final ConditionEvents events)
    {
        if (FLOATS.contains(declared.getBaseComponentType().getName()))
        {
            events.add(SimpleConditionEvent.violated(declared, where + " declares a " + declared.getName()));
        }
    }
}
