package io.flatbook.ops.console;

import io.flatbook.ops.link.BookLink;

/**
 * Opens links for the people who sign in. The cluster checks the secret for each link.
 */
@FunctionalInterface
public interface PersonLinks
{
    /**
     * Opens a link. It is called by one thread at a time.
     *
     * @param principal who asks and sends, {@code risk/NAME}.
     * @param secret    that proves it, {@code version:hex}; null if the person gave none.
     * @param onlyReads whether no command will be sent.
     * @return the link, to be closed.
     * @throws io.flatbook.ops.link.NotPermittedException if the cluster does not let it in.
     * @throws io.flatbook.ops.link.NoLeaderException     if no leader answers in time.
     * @throws IllegalArgumentException                   if this is no secret.
     */
    BookLink open(String principal, String secret, boolean onlyReads);
}
