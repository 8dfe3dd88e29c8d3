package io.flatbook.client;

import io.flatbook.sbe.AccountQueryEncoder;
import io.flatbook.sbe.AccountsQueryEncoder;
import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.AssetsQueryEncoder;
import io.flatbook.sbe.AssetsReportDecoder;
import io.flatbook.sbe.AuditQueryEncoder;
import io.flatbook.sbe.AuditReportDecoder;
import io.flatbook.sbe.FundQueryEncoder;
import io.flatbook.sbe.FundReportDecoder;
import io.flatbook.sbe.GatewaysQueryEncoder;
import io.flatbook.sbe.GatewaysReportDecoder;
import io.flatbook.sbe.InstrumentQueryEncoder;
import io.flatbook.sbe.InstrumentReportDecoder;
import io.flatbook.sbe.InstrumentsQueryEncoder;
import io.flatbook.sbe.InstrumentsReportDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OffsetPreviewEncoder;
import io.flatbook.sbe.OffsetPreviewReportDecoder;
import io.flatbook.sbe.OffsetQueueQueryEncoder;
import io.flatbook.sbe.OffsetQueueReportDecoder;
import io.flatbook.sbe.PositionsQueryEncoder;
import io.flatbook.sbe.PositionsReportDecoder;
import io.flatbook.sbe.ProposalsQueryEncoder;
import io.flatbook.sbe.ProposalsReportDecoder;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The questions that a principal may ask. A gateway sees the accounts of its own venue only. Every answer carries the
 * log position and engine time at which it was true. To ask for a page, give the last id of the page before, or what
 * that page names as next. A query that costs more than the service spends on queries now is refused with QUERY_BUSY:
 * ask again later.
 */
public final class Queries
{
    private Queries()
    {
    }

    /**
     * One account.
     *
     * @param accountId of the account.
     * @return query answered by a report with one row, or refused with UNKNOWN_ACCOUNT.
     */
    public static Query<AccountsReportDecoder> account(final long accountId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new AccountQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId).account(accountId).encodedLength(),
            AccountsReportDecoder.TEMPLATE_ID, Queries::accountsReport);
    }

    /**
     * A page of accounts in ascending id. A page may have no rows and yet name a next one.
     *
     * @param afterAccountId nextAfter of the page before, or null for the first page.
     * @return query answered by a page; nextAfter is null: none left.
     */
    public static Query<AccountsReportDecoder> accounts(final Long afterAccountId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new AccountsQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .after(Wire.orNull(afterAccountId, AccountsQueryEncoder.afterNullValue())).encodedLength(),
            AccountsReportDecoder.TEMPLATE_ID, Queries::accountsReport);
    }

    /**
     * A page of assets in ascending id.
     *
     * @param afterAssetId last id of the page before, or null for the first page.
     * @return query answered by a page; no rows: none left.
     */
    public static Query<AssetsReportDecoder> assets(final Integer afterAssetId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new AssetsQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .after(Wire.orNull(afterAssetId, AssetsQueryEncoder.afterNullValue())).encodedLength(),
            AssetsReportDecoder.TEMPLATE_ID,
            messages -> new AssetsReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    /**
     * A page of instruments in ascending id.
     *
     * @param afterInstrumentId last id of the page before, or null for the first page.
     * @return query answered by a page; no rows: none left.
     */
    public static Query<InstrumentsReportDecoder> instruments(final Integer afterInstrumentId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new InstrumentsQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .after(Wire.orNull(afterInstrumentId, InstrumentsQueryEncoder.afterNullValue())).encodedLength(),
            InstrumentsReportDecoder.TEMPLATE_ID,
            messages -> new InstrumentsReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    /**
     * One instrument with its tiers.
     *
     * @param instrumentId of the instrument.
     * @return query answered by the instrument, or refused with UNKNOWN_INSTRUMENT.
     */
    public static Query<InstrumentReportDecoder> instrument(final int instrumentId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new InstrumentQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId).instrument(instrumentId).encodedLength(),
            InstrumentReportDecoder.TEMPLATE_ID,
            messages -> new InstrumentReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    /**
     * A page of positions in order of account and instrument. Places in the offset queue come with those of one account
     * only: others would have to sort the book. A page may have no rows and yet name a next one.
     *
     * @param accountId         only of this account, or null for all.
     * @param instrumentId      only in this instrument, or null for all.
     * @param afterAccountId    nextAfterAccount of the page before, or null for the first page.
     * @param afterInstrumentId nextAfterInstrument of that page, or null for the first page.
     * @return query answered by a page; nextAfterAccount is null: none left.
     */
    public static Query<PositionsReportDecoder> positions(
        final Long accountId, final Integer instrumentId, final Long afterAccountId, final Integer afterInstrumentId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new PositionsQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .account(Wire.orNull(accountId, PositionsQueryEncoder.accountNullValue()))
                .instrument(Wire.orNull(instrumentId, PositionsQueryEncoder.instrumentNullValue()))
                .afterAccount(Wire.orNull(afterAccountId, PositionsQueryEncoder.afterAccountNullValue()))
                .afterInstrument(Wire.orNull(afterInstrumentId, PositionsQueryEncoder.afterInstrumentNullValue()))
                .encodedLength(),
            PositionsReportDecoder.TEMPLATE_ID,
            messages -> new PositionsReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    /**
     * The offset queue of one side of an instrument, first to be offset first.
     *
     * @param instrumentId of the instrument.
     * @param side         of the positions.
     * @param top          how many, 1 to 100.
     * @return query answered by one or more messages of up to 64 rows.
     */
    public static Query<List<OffsetQueueReportDecoder>> offsetQueue(
        final int instrumentId, final Side side, final int top)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new OffsetQueueQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId).instrument(instrumentId).side(Objects.requireNonNull(side, "side"))
                .top(top).encodedLength(),
            OffsetQueueReportDecoder.TEMPLATE_ID,
            messages -> messages.stream().map(Queries::offsetQueueReport).collect(Collectors.toList()),
            message -> Switch.ON == offsetQueueReport(message).last());
    }

    /**
     * Plans a default run of an account on the live book, without effect.
     *
     * @param accountId of the account.
     * @param policy    to plan with, or null for each instrument's own.
     * @return query answered by the plan.
     */
    public static Query<OffsetPreviewReportDecoder> offsetPreview(final long accountId, final OffsetPolicyKind policy)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new OffsetPreviewEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId).account(accountId)
                .policy(null == policy ? OffsetPolicyKind.NULL_VAL : policy).encodedLength(),
            OffsetPreviewReportDecoder.TEMPLATE_ID,
            messages -> new OffsetPreviewReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    /**
     * Insurance fund, fees, rounding, house deficit and waterfall settings of an asset.
     *
     * @param assetId of the asset.
     * @return query answered by them.
     */
    public static Query<FundReportDecoder> fund(final int assetId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new FundQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId).asset(assetId).encodedLength(),
            FundReportDecoder.TEMPLATE_ID,
            messages -> new FundReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    /**
     * Running totals of an asset and the hashes.
     *
     * @param assetId of the asset.
     * @return query answered by them.
     */
    public static Query<AuditReportDecoder> audit(final int assetId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new AuditQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId).asset(assetId).encodedLength(),
            AuditReportDecoder.TEMPLATE_ID,
            messages -> new AuditReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    /**
     * A page of gateways by number.
     *
     * @param afterNumber last number of the page before, or null for the first page.
     * @return query answered by a page; no rows: none left.
     */
    public static Query<GatewaysReportDecoder> gateways(final Integer afterNumber)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new GatewaysQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .after(Wire.orNull(afterNumber, GatewaysQueryEncoder.afterNullValue())).encodedLength(),
            GatewaysReportDecoder.TEMPLATE_ID,
            messages -> new GatewaysReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    /**
     * A page of proposals that wait for approval, each with the whole proposed command, in ascending id. Gateways get
     * no answer.
     *
     * @param afterProposalId last id of the page before, or null for the first page.
     * @return query answered by a page; no rows: none left.
     */
    public static Query<ProposalsReportDecoder> proposals(final Long afterProposalId)
    {
        return new Query<>(
            (buffer, correlationId) -> Wire.HEADER_LENGTH + new ProposalsQueryEncoder()
                .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
                .correlationId(correlationId)
                .after(Wire.orNull(afterProposalId, ProposalsQueryEncoder.afterNullValue())).encodedLength(),
            ProposalsReportDecoder.TEMPLATE_ID,
            messages -> new ProposalsReportDecoder()
                .wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder()));
    }

    private static AccountsReportDecoder accountsReport(final List<DirectBuffer> messages)
    {
        return new AccountsReportDecoder().wrapAndApplyHeader(messages.get(0), 0, new MessageHeaderDecoder());
    }

    private static OffsetQueueReportDecoder offsetQueueReport(final DirectBuffer message)
    {
        return new OffsetQueueReportDecoder().wrapAndApplyHeader(message, 0, new MessageHeaderDecoder());
    }
}
