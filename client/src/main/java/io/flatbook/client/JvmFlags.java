package io.flatbook.client;

/**
 * Checks, before Aeron is touched, that the JVM was started as Aeron needs it.
 */
final class JvmFlags
{
    static final String INTERNAL_MISC_FLAG = "--add-opens java.base/jdk.internal.misc=ALL-UNNAMED";

    private JvmFlags()
    {
    }

    /**
     * @throws IllegalStateException with one sentence that names the flag, if it is missing.
     */
    static void check()
    {
        check(Object.class.getModule().isOpen("jdk.internal.misc", JvmFlags.class.getModule()));
    }

    static void check(final boolean isOpen)
    {
        if (!isOpen)
        {
            throw new IllegalStateException("Start the JVM with " + INTERNAL_MISC_FLAG + ", which Aeron needs.");
        }
    }
}
