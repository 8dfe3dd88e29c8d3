package io.flatbook.engine.book;

/**
 * Finds the accounts whose status could differ after prices or requirements moved (STAT-1). It may find more of them,
 * never fewer: the accounts found are evaluated exactly.
 */
public interface MarginTriggers
{
    /**
     * A mark was accepted.
     *
     * @param instrument of the mark.
     * @param oldTicks   accepted mark before, or {@link Absent#LONG}.
     * @param newTicks   accepted mark.
     */
    void markMoved(Instrument instrument, long oldTicks, long newTicks);

    /** Doubt changed without a mark: a held mark came or changed, or a stale one became fresh by a setting (STAT-2). */
    void heldMarkChanged(Instrument instrument);

    /** Requirements of an instrument changed: margin terms or price bounds. */
    void requirementsChanged(Instrument instrument);

    /** An account was evaluated, got another status, or was restored: from here on its present state counts. */
    void accountChanged(Account account);

    /**
     * An account was evaluated and is HEALTHY: {@link #accountChanged} with what is known of it.
     *
     * @param account that is HEALTHY.
     * @param spare   its equity less its initial margin, at or above 0.
     */
    void accountIsHealthy(Account account, long spare);

    /**
     * Whether an account that is HEALTHY is certain to be so still, as marks, positions and collateral are now; then it
     * need not be evaluated. It may say no without need.
     */
    boolean staysHealthy(Account account);

    /**
     * Whether equity less initial margin of an account is certain not to fall below an amount; then a change need not
     * be measured. It may say no without need.
     *
     * @param account    whose.
     * @param instrument of the position that would be changed.
     * @param leg        its index among those of the account, below 0 if there is none.
     * @param change     what it would become.
     * @param collateral what would be added to collateral, minor units.
     * @param least      at or above 0, minor units.
     */
    boolean isCovered(
        Account account, Instrument instrument, int leg, PositionChange change, long collateral, long least);
}
