package io.flatbook.client;

import io.flatbook.sbe.ApprovedDecoder;
import io.flatbook.sbe.InsuranceFundChangedDecoder;
import io.flatbook.sbe.ProposalExpiredDecoder;
import io.flatbook.sbe.ProposalRejectedDecoder;
import io.flatbook.sbe.ProposedDecoder;
import io.flatbook.sbe.RoundingSweptDecoder;

/**
 * Receives the events that are addressed to people: the house's money and the proposals of four eyes. Risk and
 * operations sessions get them; {@link ClearingEventListener} has the others.
 */
public interface RiskEventListener
{
    /**
     * The insurance fund of an asset changed.
     *
     * @param event change, cause, and fund after it.
     */
    default void onInsuranceFundChanged(final InsuranceFundChangedDecoder event)
    {
    }

    /**
     * A positive rounding account was moved to the fee account.
     *
     * @param event asset and money.
     */
    default void onRoundingSwept(final RoundingSweptDecoder event)
    {
    }

    /**
     * A command waits for approval.
     *
     * @param event the proposal with the whole command.
     */
    default void onProposed(final ProposedDecoder event)
    {
    }

    /**
     * A proposal was approved.
     *
     * @param event how its command ended.
     */
    default void onApproved(final ApprovedDecoder event)
    {
    }

    /**
     * A proposal was rejected, or withdrawn by its proposer.
     *
     * @param event which proposal, and by whom.
     */
    default void onProposalRejected(final ProposalRejectedDecoder event)
    {
    }

    /**
     * A proposal expired.
     *
     * @param event which proposal.
     */
    default void onProposalExpired(final ProposalExpiredDecoder event)
    {
    }
}
