package io.flatbook.backup;

/**
 * A copy of the committed log that grows while a cluster runs.
 */
public interface LogCopy extends AutoCloseable
{
    /**
     * @return how far it is.
     * @throws BackupException if it has ended by itself, for good.
     */
    FollowedLog followed();

    /**
     * Asks the member that is fetched from how much log it has now, committed or not.
     *
     * @return position of the end of its log in bytes; -1 while no member has answered.
     */
    long sourcePosition();

    /**
     * End it in order: what is here can be used, or gone on with.
     */
    @Override
    void close();
}
