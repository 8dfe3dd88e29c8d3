package io.flatbook.cluster;

import io.flatbook.engine.CommandGate;
import io.flatbook.engine.Principal;

/**
 * Sees every command that reaches the exactly-once gate, from inside its log entry. For replays, which look at the
 * state before and after; nodes do not use it.
 */
public interface CommandWatch
{
    /** Looks at nothing. */
    CommandWatch NONE = new CommandWatch()
    {
        @Override
        public void onCommand(
            final Principal sender,
            final long commandId,
            final int templateId,
            final long commandHash,
            final CommandGate.Admission admission)
        {
            // Nothing is wanted.
        }

        @Override
        public void onApplied(final Principal sender, final long commandId)
        {
            // Nothing is wanted.
        }
    };

    /**
     * A command has reached the gate; what was due before it has happened, and none of its own effects yet.
     *
     * @param sender      of the command.
     * @param commandId   that it has, from 1.
     * @param templateId  of its message, in the schema.
     * @param commandHash hash of its bytes.
     * @param admission   what becomes of it: only {@link CommandGate.Admission#NEXT} is applied.
     */
    void onCommand(
        Principal sender, long commandId, int templateId, long commandHash, CommandGate.Admission admission);

    /**
     * The command was applied, and its outcome is the last of its sender's record.
     *
     * @param sender    of the command.
     * @param commandId that it has.
     */
    void onApplied(Principal sender, long commandId);
}
