package io.flatbook.engine;

import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.PendingRun;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * DET-2: both hashes, kept from change to change, are those of the state as it is. Every entity that an engine reaches
 * is hashed afresh, and that must change nothing: a change that was not hashed would show in a restored engine only.
 */
final class HashInvariants
{
    /** Everything is hashed afresh once in so many checks. */
    private static final int EVERY = 5;
    private static final Method REHASH = rehash();

    private final Map<Class<?>, List<Field>> fieldsByType = new HashMap<>();
    private final Deque<Object> found = new ArrayDeque<>();
    private final Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private long checks;

    /** After a command. */
    void check(final ClearingEngine engine)
    {
        if (0 != checks++ % EVERY)
        {
            return;
        }
        known.clear();
        find(engine);
        while (!found.isEmpty())
        {
            final Object next = found.remove();
            if (next instanceof Hashed entity && !isOver(engine, next))
            {
                check(engine, entity);
            }
            look(next);
        }
    }

    // The engine may remember a run that is no longer state.
    private static boolean isOver(final ClearingEngine engine, final Object entity)
    {
        return entity instanceof PendingRun run && engine.pendingRuns().of(run.account()) != run;
    }

    private static void check(final ClearingEngine engine, final Hashed entity)
    {
        final long state = engine.stateHash();
        final long replica = engine.replicaHash();
        try
        {
            REHASH.invoke(entity);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new AssertionError(entity.getClass().getName(), ex);
        }
        assertThat(engine.stateHash()).as("state hash, %s afresh", entity.getClass()).isEqualTo(state);
        assertThat(engine.replicaHash()).as("replica hash, %s afresh", entity.getClass()).isEqualTo(replica);
    }

    private void find(final Object object)
    {
        final boolean isOurs = object instanceof Map || object instanceof Iterable || object instanceof Object[] ||
            null != object && object.getClass().getName().startsWith("io.flatbook.engine.");
        if (isOurs && known.add(object))
        {
            found.add(object);
        }
    }

    private void look(final Object object)
    {
        if (object instanceof Map<?, ?> map)
        {
            map.values().forEach(this::find);
        }
        else if (object instanceof Object[] array)
        {
            Stream.of(array).forEach(this::find);
        }
        else if (object.getClass().getName().startsWith("io.flatbook."))
        {
            fieldsByType.computeIfAbsent(object.getClass(), HashInvariants::fields).forEach(
                (field) -> find(read(field, object)));
        }
        else
        {
            ((Iterable<?>)object).forEach(this::find);
        }
    }

    private static Object read(final Field field, final Object object)
    {
        try
        {
            return field.get(object);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new AssertionError(field.toString(), ex);
        }
    }

    private static List<Field> fields(final Class<?> type)
    {
        final Stream<Field> fields = Stream.<Class<?>>iterate(type, (of) -> null != of, Class::getSuperclass)
            .flatMap((of) -> Stream.of(of.getDeclaredFields()))
            .filter((field) -> !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive());
        return fields.filter((field) -> field.trySetAccessible()).toList();
    }

    private static Method rehash()
    {
        try
        {
            final Method rehash = Hashed.class.getDeclaredMethod("rehash");
            rehash.setAccessible(true);
            return rehash;
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new AssertionError("Hashed.rehash", ex);
        }
    }
}
