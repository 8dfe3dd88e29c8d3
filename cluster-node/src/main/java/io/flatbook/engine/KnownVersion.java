package io.flatbook.engine;

import io.flatbook.sbe.MessageHeaderDecoder;

/**
 * The newest version of the engine's behavior that this binary knows: the schemas have the same numbers (VER-2). A
 * method and not a constant, which would be copied into its readers, so that tests can let a node run as another
 * binary.
 */
final class KnownVersion
{
    private KnownVersion()
    {
    }

    static int newest()
    {
        return MessageHeaderDecoder.SCHEMA_VERSION;
    }
}
