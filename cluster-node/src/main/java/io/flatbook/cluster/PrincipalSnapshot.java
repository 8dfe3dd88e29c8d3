package io.flatbook.cluster;

import io.flatbook.engine.BookedTrade;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.OutcomeLog;
import io.flatbook.engine.Principal;
import io.flatbook.engine.TradeLog;
import io.flatbook.sbe.snapshot.IdWindowKind;
import io.flatbook.sbe.snapshot.OutcomeStateEncoder;
import io.flatbook.sbe.snapshot.PrincipalStateEncoder;
import io.flatbook.sbe.snapshot.TradeStateEncoder;

/**
 * Writes principals to a snapshot, with their outcomes, trades and references.
 */
final class PrincipalSnapshot
{
    private final ClearingEngine engine;
    private final Sessions sessions;
    private final SnapshotRecords records;
    private final PrincipalStateEncoder principalRecord = new PrincipalStateEncoder();
    private final OutcomeStateEncoder outcomeRecord = new OutcomeStateEncoder();
    private final TradeStateEncoder tradeRecord = new TradeStateEncoder();

    PrincipalSnapshot(final ClearingEngine engine, final Sessions sessions, final SnapshotRecords records)
    {
        this.engine = engine;
        this.sessions = sessions;
        this.records = records;
    }

    void take()
    {
        for (int number = 1; number <= engine.principals().count(); number++)
        {
            final Principal principal = engine.principals().principal(number);
            principal(principal);
            outcomes(principal);
            trades(principal);
            DefinitionSnapshot.ids(records, IdWindowKind.REFERENCES, number, principal.references());
        }
    }

    private void principal(final Principal principal)
    {
        principalRecord.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .principal(principal.number())
            .name(principal.name())
            .role(principal.role().value())
            .venue(principal.venue())
            .capabilities((short)principal.capabilities())
            .guaranteed(principal.guaranteed().value())
            .status(principal.status().value())
            .lastMarkSequence(principal.lastMarkSequence())
            .lastCommandId(principal.outcomes().lastCommandId())
            .outcomesKept(principal.outcomes().kept())
            .activeSessionId(null == sessions ? -1 : sessions.activeId(principal.number()))
            .tradeIdForgotten(principal.trades().ids().highestForgotten())
            .tradesKept(principal.trades().ids().count())
            .referenceForgotten(principal.references().highestForgotten())
            .referencesKept(principal.references().count());
        records.write(principalRecord.encodedLength());
    }

    private void outcomes(final Principal principal)
    {
        final OutcomeLog outcomes = principal.outcomes();
        final long lastId = outcomes.lastCommandId();
        for (long commandId = lastId - outcomes.kept() + 1; commandId <= lastId; commandId++)
        {
            outcomes.select(commandId);
            outcomeRecord.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .principal(principal.number())
                .commandId(commandId)
                .commandHash(outcomes.commandHash())
                .reason(outcomes.reason().value())
                .field(outcomes.field().value())
                .detail(outcomes.detail())
                .firstEventSequence(outcomes.firstEventSequence());
            final int tradeCount = outcomes.tradeCount();
            final OutcomeStateEncoder.TradesEncoder rows = outcomeRecord.tradesCount(tradeCount);
            for (int i = 0; i < tradeCount; i++)
            {
                rows.next().tradeReason(outcomes.tradeReason(i).value()).tradeField(outcomes.tradeField(i).value());
            }
            records.write(outcomeRecord.encodedLength());
        }
    }

    private void trades(final Principal principal)
    {
        final TradeLog trades = principal.trades();
        for (int i = 0; i < trades.ids().count(); i++)
        {
            final BookedTrade trade = trades.trade(trades.ids().id(i));
            tradeRecord.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .principal(principal.number())
                .tradeId(trade.tradeId())
                .instrument(trade.instrumentId())
                .buyer(trade.buyer())
                .seller(trade.seller())
                .quantityLots(trade.lots())
                .priceTicks(trade.ticks())
                .buyerFee(trade.buyerFee())
                .sellerFee(trade.sellerFee())
                .busted((short)(trades.isBusted(trade.tradeId()) ? 1 : 0));
            records.write(tradeRecord.encodedLength());
        }
    }
}
