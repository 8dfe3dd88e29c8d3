package io.flatbook.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import java.util.Set;
import java.util.regex.Pattern;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

/**
 * What it means to walk a hash table: any call on one that visits its entries in table order.
 */
final class HashWalk
{
    private static final Pattern WALKS = Pattern.compile(
        "(?i)(.*forEach.*|.*iterator|keySet|entrySet|values|.*stream|toArray|removeIf.*|retainAll.*|removeAll.*" +
        "|replaceAll.*|toString)");

    private static final Pattern AGRONA_TABLE = Pattern.compile(
        "org\\.agrona\\.collections\\.\\w*(HashMap|HashSet|CounterMap|Cache|BiInt\\w*Map)");

    private static final Set<String> JAVA_TABLES = Set.of(
        "java.util.HashMap", "java.util.HashSet", "java.util.IdentityHashMap", "java.util.Hashtable",
        "java.util.WeakHashMap", "java.util.Map");

    private static final Set<String> UNORDERED_INTERFACES = Set.of("java.util.Map", "java.util.Set");

    /** A call that walks a hash table, or a {@code Map} that may be one. */
    static final DescribedPredicate<JavaMethodCall> CALL = describe("it walks a hash table",
        call -> isTable(call.getTargetOwner()) && WALKS.matcher(call.getTarget().getName()).matches());

    /** Fields and signatures name the ordered type or the hash type, never an interface that hides which it is. */
    static final ArchCondition<JavaClass> DECLARE_NO_UNORDERED_INTERFACE =
        new ArchCondition<>("declare no bare Map or Set")
        {
            @Override
            public void check(final JavaClass type, final ConditionEvents events)
            {
                for (final JavaField field : type.getFields())
                {
                    report(field.getRawType(), field.getFullName(), events);
                }
                for (final JavaMethod method : type.getMethods())
                {
                    report(method.getRawReturnType(), method.getFullName(), events);
                    method.getRawParameterTypes().forEach(
                        parameter -> report(parameter, method.getFullName(), events));
                }
            }
        };

    private HashWalk()
    {
    }

    private static boolean isTable(final JavaClass type)
    {
        // LinkedHashMap and LinkedHashSet are walked in order of insertion: ordered, though they extend hash tables.
        return JAVA_TABLES.contains(type.getName()) || AGRONA_TABLE.matcher(type.getName()).matches();
    }

    private static void report(final JavaClass declared, final String where, final ConditionEvents events)
    {
        if (UNORDERED_INTERFACES.contains(declared.getBaseComponentType().getName()))
        {
            events.add(SimpleConditionEvent.violated(declared, where + " declares a bare " + declared.getName()));
        }
    }
}
