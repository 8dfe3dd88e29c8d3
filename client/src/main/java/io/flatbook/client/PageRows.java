package io.flatbook.client;

import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.AccountStatusChangedEncoder;
import io.flatbook.sbe.CollateralChangedDecoder;
import io.flatbook.sbe.CollateralChangedEncoder;
import io.flatbook.sbe.CollateralPageDecoder;
import io.flatbook.sbe.EventHeaderEncoder;
import io.flatbook.sbe.HaircutPageDecoder;
import io.flatbook.sbe.LiquidationPageDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionChangedDecoder;
import io.flatbook.sbe.PositionChangedEncoder;
import io.flatbook.sbe.PositionPageDecoder;
import io.flatbook.sbe.StatusPageDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hands the rows of pages (EVT) to the listener, each as the single event that it stands for, with the header of the
 * page. Nothing is allocated. What the listener throws keeps no later row back: it is thrown after the last.
 */
final class PageRows
{
    private static final int EVENT_LENGTH_MAX = 8 * 1024;
    private static final int LEGS_MAX =
        EVENT_LENGTH_MAX / LiquidationPageDecoder.RowsDecoder.BankruptcyPricesDecoder.sbeBlockLength();

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final CollateralPageDecoder collateralPage = new CollateralPageDecoder();
    private final PositionPageDecoder positionPage = new PositionPageDecoder();
    private final StatusPageDecoder statusPage = new StatusPageDecoder();
    private final LiquidationPageDecoder liquidationPage = new LiquidationPageDecoder();
    private final HaircutPageDecoder haircutPage = new HaircutPageDecoder();

    private final UnsafeBuffer event = new UnsafeBuffer(new byte[EVENT_LENGTH_MAX]);
    private final MessageHeaderEncoder eventHeader = new MessageHeaderEncoder();
    private final CollateralChangedEncoder collateralEncoder = new CollateralChangedEncoder();
    private final CollateralChangedDecoder collateralChanged = new CollateralChangedDecoder();
    private final PositionChangedEncoder positionEncoder = new PositionChangedEncoder();
    private final PositionChangedDecoder positionChanged = new PositionChangedDecoder();
    private final AccountStatusChangedEncoder statusEncoder = new AccountStatusChangedEncoder();
    private final AccountStatusChangedDecoder statusChanged = new AccountStatusChangedDecoder();
    private final ClearingEventListener listener;
    private final CallbackErrors errors = new CallbackErrors();

    PageRows(final ClearingEventListener listener)
    {
        this.listener = listener;
    }

    void collateral(final DirectBuffer buffer, final int offset)
    {
        final CollateralPageDecoder page = collateralPage.wrapAndApplyHeader(buffer, offset, header);
        for (final CollateralPageDecoder.RowsDecoder row : page.rows())
        {
            copyHeader(collateralEncoder.wrapAndApplyHeader(event, 0, eventHeader).header(), buffer, offset);
            collateralEncoder
                .account(row.account())
                .amount(row.amount())
                .collateral(row.collateral())
                .cause(page.cause())
                .reference(page.reference());
            try
            {
                listener.onCollateralChanged(collateralChanged.wrapAndApplyHeader(event, 0, header));
            }
            catch (final RuntimeException | Error ex)
            {
                errors.keep(ex);
            }
        }
        errors.throwKept();
    }

    void positions(final DirectBuffer buffer, final int offset)
    {
        final PositionPageDecoder page = positionPage.wrapAndApplyHeader(buffer, offset, header);
        for (final PositionPageDecoder.RowsDecoder row : page.rows())
        {
            copyHeader(positionEncoder.wrapAndApplyHeader(event, 0, eventHeader).header(), buffer, offset);
            positionEncoder
                .account(row.account())
                .instrument(page.instrument())
                .quantityLots(row.quantityLots())
                .cost(row.cost())
                .realizedPnl(row.realizedPnl())
                .fee(0)
                .collateral(row.collateral())
                .cause(page.cause());
            try
            {
                listener.onPositionChanged(positionChanged.wrapAndApplyHeader(event, 0, header));
            }
            catch (final RuntimeException | Error ex)
            {
                errors.keep(ex);
            }
        }
        errors.throwKept();
    }

    void statuses(final DirectBuffer buffer, final int offset)
    {
        final StatusPageDecoder page = statusPage.wrapAndApplyHeader(buffer, offset, header);
        for (final StatusPageDecoder.RowsDecoder row : page.rows())
        {
            copyHeader(statusEncoder.wrapAndApplyHeader(event, 0, eventHeader).header(), buffer, offset);
            statusEncoder
                .account(row.account())
                .from(page.from())
                .to(page.to())
                .equity(row.equity())
                .deadline(AccountStatusChangedEncoder.deadlineNullValue())
                .bankruptcyPricesCount(0);
            tellStatus();
        }
        errors.throwKept();
    }

    void liquidations(final DirectBuffer buffer, final int offset)
    {
        final LiquidationPageDecoder page = liquidationPage.wrapAndApplyHeader(buffer, offset, header);
        for (final LiquidationPageDecoder.RowsDecoder row : page.rows())
        {
            copyHeader(statusEncoder.wrapAndApplyHeader(event, 0, eventHeader).header(), buffer, offset);
            statusEncoder
                .account(row.account())
                .from(page.from())
                .to(page.to())
                .equity(row.equity())
                .deadline(row.deadline());
            final LiquidationPageDecoder.RowsDecoder.BankruptcyPricesDecoder legs = row.bankruptcyPrices();
            if (LEGS_MAX < legs.count())
            {
                throw new IndexOutOfBoundsException("a row says it has " + legs.count() + " bankruptcy prices");
            }
            final AccountStatusChangedEncoder.BankruptcyPricesEncoder encoder =
                statusEncoder.bankruptcyPricesCount(legs.count());
            while (legs.hasNext())
            {
                legs.next();
                encoder.next()
                    .instrument(legs.instrument())
                    .quantityLots(legs.quantityLots())
                    .bankruptcyValue(legs.bankruptcyValue())
                    .bankruptcyPriceTicks(legs.bankruptcyPriceTicks());
            }
            tellStatus();
        }
        errors.throwKept();
    }

    void haircuts(final DirectBuffer buffer, final int offset)
    {
        final HaircutPageDecoder page = haircutPage.wrapAndApplyHeader(buffer, offset, header);
        for (final HaircutPageDecoder.RowsDecoder row : page.rows())
        {
            try
            {
                listener.onGainsHaircut(page, row);
            }
            catch (final RuntimeException | Error ex)
            {
                errors.keep(ex);
            }
        }
        errors.throwKept();
    }

    private void tellStatus()
    {
        try
        {
            listener.onAccountStatusChanged(statusChanged.wrapAndApplyHeader(event, 0, header));
        }
        catch (final RuntimeException | Error ex)
        {
            errors.keep(ex);
        }
    }

    /** Every event starts with its header. */
    private static void copyHeader(final EventHeaderEncoder to, final DirectBuffer page, final int offset)
    {
        to.buffer().putBytes(to.offset(), page, offset + Wire.HEADER_LENGTH, EventHeaderEncoder.ENCODED_LENGTH);
    }
}
