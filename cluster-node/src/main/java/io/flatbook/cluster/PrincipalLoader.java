package io.flatbook.cluster;

import io.flatbook.engine.BookedTrade;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.engine.SnapshotAccess;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.OutcomeStateDecoder;
import io.flatbook.sbe.snapshot.PrincipalStateDecoder;
import io.flatbook.sbe.snapshot.TradeStateDecoder;
import org.agrona.DirectBuffer;

/**
 * Restores principals from a snapshot, with their outcomes and trades.
 */
final class PrincipalLoader
{
    private final ClearingEngine engine;
    private final SnapshotAccess state;
    private final Sessions sessions;
    private final PrincipalStateDecoder principalRecord = new PrincipalStateDecoder();
    private final OutcomeStateDecoder outcomeRecord = new OutcomeStateDecoder();
    private final TradeStateDecoder tradeRecord = new TradeStateDecoder();

    PrincipalLoader(final ClearingEngine engine, final Sessions sessions)
    {
        this.engine = engine;
        this.sessions = sessions;
        state = engine.state();
    }

    /**
     * @return whether the record was one of these.
     */
    boolean onRecord(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder messageHeader)
    {
        switch (templateId)
        {
            case PrincipalStateDecoder.TEMPLATE_ID:
                principalRecord.wrapAndApplyHeader(buffer, offset, messageHeader);
                principal();
                return true;
            case OutcomeStateDecoder.TEMPLATE_ID:
                outcomeRecord.wrapAndApplyHeader(buffer, offset, messageHeader);
                outcome();
                return true;
            case TradeStateDecoder.TEMPLATE_ID:
                tradeRecord.wrapAndApplyHeader(buffer, offset, messageHeader);
                trade();
                return true;
            default:
                return false;
        }
    }

    private void principal()
    {
        final Principal principal = state.restorePrincipal(
            principalRecord.name(),
            Role.get(principalRecord.role()),
            principalRecord.venue(),
            principalRecord.capabilities(),
            Switch.get(principalRecord.guaranteed()),
            GatewayStatus.get(principalRecord.status()));
        state.restoreSequences(
            principal,
            principalRecord.lastMarkSequence(),
            principalRecord.lastCommandId() - principalRecord.outcomesKept(),
            principalRecord.tradeIdForgotten(),
            principalRecord.referenceForgotten());
        if (null != sessions)
        {
            sessions.activeId(principal.number(), principalRecord.activeSessionId());
        }
    }

    private void outcome()
    {
        final Principal principal = engine.principals().principal(outcomeRecord.principal());
        final long commandHash = outcomeRecord.commandHash();
        final RejectReason reason = RejectReason.get(outcomeRecord.reason());
        final RejectField field = RejectField.get(outcomeRecord.field());
        final long detail = outcomeRecord.detail();
        final long firstEventSequence = outcomeRecord.firstEventSequence();
        final OutcomeStateDecoder.TradesDecoder rows = outcomeRecord.trades();
        if (rows.count() > 0)
        {
            engine.batch().begin(rows.count());
            for (final OutcomeStateDecoder.TradesDecoder row : rows)
            {
                engine.batch().add(RejectReason.get(row.tradeReason()), RejectField.get(row.tradeField()));
            }
        }
        engine.gate().record(principal, commandHash, reason, field, detail, firstEventSequence);
    }

    private void trade()
    {
        final BookedTrade trade = new BookedTrade(
            tradeRecord.tradeId(),
            tradeRecord.instrument(),
            tradeRecord.buyer(),
            tradeRecord.seller(),
            tradeRecord.quantityLots(),
            tradeRecord.priceTicks(),
            tradeRecord.buyerFee(),
            tradeRecord.sellerFee());
        state.restoreTrade(
            engine.principals().principal(tradeRecord.principal()), trade, 1 == tradeRecord.busted());
    }
}
