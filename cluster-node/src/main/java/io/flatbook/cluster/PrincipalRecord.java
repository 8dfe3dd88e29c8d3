package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.OutcomeLog;
import io.flatbook.engine.Principal;
import io.flatbook.engine.SnapshotAccess;
import io.flatbook.engine.Tenure;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.OutcomeStateDecoder;
import io.flatbook.sbe.snapshot.OutcomeStateEncoder;
import io.flatbook.sbe.snapshot.PrincipalStateDecoder;
import io.flatbook.sbe.snapshot.PrincipalStateEncoder;
import org.agrona.DirectBuffer;

/**
 * Principals by number, each followed by its outcomes and by its windows of trades and ids.
 */
final class PrincipalRecord implements SnapshotRecord
{
    private final ClearingEngine engine;
    private final SnapshotAccess state;
    private final IdWindowRecord idWindows;
    private final PrincipalStateEncoder encoder = new PrincipalStateEncoder();
    private final PrincipalStateDecoder decoder = new PrincipalStateDecoder();
    private final OutcomeStateEncoder outcomeEncoder = new OutcomeStateEncoder();
    private final OutcomeStateDecoder outcomeDecoder = new OutcomeStateDecoder();

    PrincipalRecord(final ClearingEngine engine)
    {
        this.engine = engine;
        state = engine.state();
        idWindows = new IdWindowRecord(engine);
    }

    @Override
    public void write(final SnapshotRecords records)
    {
        for (int number = 1; number <= engine.principals().count(); number++)
        {
            final Principal principal = engine.principals().principal(number);
            write(principal, records);
            writeOutcomes(principal, records);
            idWindows.write(principal, records);
        }
    }

    private void write(final Principal principal, final SnapshotRecords records)
    {
        final Tenure tenure = principal.tenure();
        encoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .principal(principal.number())
            .name(principal.name())
            .role(principal.role().value())
            .venue(principal.venue())
            .capabilities((short)principal.capabilities())
            .guaranteed(principal.guaranteed().value())
            .status(principal.status().value())
            .accountFrom(principal.accountFrom())
            .accountTo(principal.accountTo())
            .lastMarkSequence(principal.lastMarkSequence())
            .lastCommandId(principal.outcomes().lastCommandId())
            .outcomesKept(principal.outcomes().kept())
            .epoch(tenure.epoch())
            .instance(tenure.instance())
            .writerSessionId(tenure.sessionId())
            .tradeIdForgotten(principal.trades().ids().highestForgotten())
            .tradesKept(principal.trades().ids().count())
            .referenceForgotten(principal.references().highestForgotten())
            .referencesKept(principal.references().count());
        final int[] instrumentIds = principal.instrumentIds();
        final PrincipalStateEncoder.InstrumentsEncoder rows = encoder.instrumentsCount(instrumentIds.length);
        for (final int instrumentId : instrumentIds)
        {
            rows.next().instrument(instrumentId);
        }
        final PrincipalStateEncoder.FormerInstancesEncoder former =
            encoder.formerInstancesCount(tenure.formerCount());
        for (int i = 0; i < tenure.formerCount(); i++)
        {
            former.next().formerInstance(tenure.former(i));
        }
        records.write(encoder.encodedLength());
    }

    private void writeOutcomes(final Principal principal, final SnapshotRecords records)
    {
        final OutcomeLog outcomes = principal.outcomes();
        final long lastId = outcomes.lastCommandId();
        for (long commandId = lastId - outcomes.kept() + 1; commandId <= lastId; commandId++)
        {
            outcomes.select(commandId);
            outcomeEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .principal(principal.number())
                .commandId(commandId)
                .commandHash(outcomes.commandHash())
                .reason(outcomes.reason().value())
                .field(outcomes.field().value())
                .detail(outcomes.detail())
                .firstEventSequence(outcomes.firstEventSequence());
            final int tradeCount = outcomes.tradeCount();
            final OutcomeStateEncoder.TradesEncoder rows = outcomeEncoder.tradesCount(tradeCount);
            for (int i = 0; i < tradeCount; i++)
            {
                rows.next().tradeReason(outcomes.tradeReason(i).value()).tradeField(outcomes.tradeField(i).value());
            }
            records.write(outcomeEncoder.encodedLength());
        }
    }

    @Override
    public boolean read(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header)
    {
        switch (templateId)
        {
            case PrincipalStateDecoder.TEMPLATE_ID:
                decoder.wrapAndApplyHeader(buffer, offset, header);
                read();
                return true;
            case OutcomeStateDecoder.TEMPLATE_ID:
                outcomeDecoder.wrapAndApplyHeader(buffer, offset, header);
                readOutcome();
                return true;
            default:
                return idWindows.read(templateId, buffer, offset, header);
        }
    }

    private void read()
    {
        final PrincipalStateDecoder.InstrumentsDecoder rows = decoder.instruments();
        final int[] instrumentIds = new int[rows.count()];
        for (int i = 0; i < instrumentIds.length; i++)
        {
            instrumentIds[i] = rows.next().instrument();
        }
        final Principal principal =
            state.restorePrincipal(decoder.name(), Role.get(decoder.role()), decoder.venue());
        if (Role.GATEWAY == principal.role())
        {
            final GatewayDefinition definition = new GatewayDefinition(
                PrincipalNames.withoutRole(principal.name()),
                principal.venue(),
                decoder.capabilities(),
                Switch.get(decoder.guaranteed()),
                decoder.accountFrom(),
                decoder.accountTo(),
                instrumentIds);
            state.restoreGateway(principal, definition, GatewayStatus.get(decoder.status()));
        }
        state.restoreSequences(
            principal,
            decoder.lastMarkSequence(),
            decoder.lastCommandId() - decoder.outcomesKept(),
            decoder.tradeIdForgotten(),
            decoder.referenceForgotten());
        state.restoreTenure(principal, decoder.epoch(), decoder.instance(), decoder.writerSessionId());
        for (final PrincipalStateDecoder.FormerInstancesDecoder row : decoder.formerInstances())
        {
            state.restoreFormerInstance(principal, row.formerInstance());
        }
    }

    private void readOutcome()
    {
        final Principal principal = engine.principals().principal(outcomeDecoder.principal());
        final long commandHash = outcomeDecoder.commandHash();
        final RejectReason reason = RejectReason.get(outcomeDecoder.reason());
        final RejectField field = RejectField.get(outcomeDecoder.field());
        final long detail = outcomeDecoder.detail();
        final long firstEventSequence = outcomeDecoder.firstEventSequence();
        final OutcomeStateDecoder.TradesDecoder rows = outcomeDecoder.trades();
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
}
