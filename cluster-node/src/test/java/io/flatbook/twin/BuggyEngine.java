package io.flatbook.twin;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

/** A copy of the engine and of what looks for bugs, with a bug woven in as the class is loaded. */
final class BuggyEngine extends ClassLoader
{
    private static final String OURS = "io.flatbook.";
    private static final String CODECS = "io.flatbook.sbe.";

    private final EngineBug bug;

    /** A copy with a bug; null: without, to show that what looks for bugs keeps quiet. */
    BuggyEngine(final EngineBug bug)
    {
        super(BuggyEngine.class.getClassLoader());
        this.bug = bug;
    }

    /**
     * A hunt over the copy.
     *
     * @param type class with a constructor without arguments.
     * @return it answers what it found under a number, null if nothing.
     */
    @SuppressWarnings("unchecked")
    LongFunction<String> hunt(final Class<? extends LongFunction<String>> type) throws ReflectiveOperationException
    {
        final var constructor = loadClass(type.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (LongFunction<String>)constructor.newInstance();
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException
    {
        if (!name.startsWith(OURS) || name.startsWith(CODECS))
        {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name))
        {
            final Class<?> loaded = findLoadedClass(name);
            return null != loaded ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(final String name) throws ClassNotFoundException
    {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class"))
        {
            if (null == in)
            {
                throw new ClassNotFoundException(name);
            }
            final byte[] code = null != bug && name.equals(bug.typeName()) ? woven() : in.readAllBytes();
            return defineClass(name, code, 0, code.length);
        }
        catch (final IOException ex)
        {
            throw new ClassNotFoundException(name, ex);
        }
    }

    private byte[] woven()
    {
        final ClassFileLocator locator = ClassFileLocator.ForClassLoader.of(getParent());
        final TypeDescription type = TypePool.Default.of(locator).describe(bug.typeName()).resolve();
        final ElementMatcher.Junction<MethodDescription> method =
            named(bug.method()).and(takesArguments(bug.arguments()));
        if (type.getDeclaredMethods().filter(method).isEmpty())
        {
            throw new IllegalStateException(bug + ": " + bug.typeName() + " has no such method: " + method);
        }
        final Advice advice =
            Advice.withCustomMapping().with(new Advice.AssignReturned.Factory()).to(bug.advice());
        return new ByteBuddy().redefine(type, locator).visit(advice.on(method)).make().getBytes();
    }
}
