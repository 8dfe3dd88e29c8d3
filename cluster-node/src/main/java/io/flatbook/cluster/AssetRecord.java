package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.BookRestorer;
import io.flatbook.engine.book.OwnerDraws;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.snapshot.AssetStateDecoder;
import io.flatbook.sbe.snapshot.AssetStateEncoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.OwnerDrawsStateDecoder;
import io.flatbook.sbe.snapshot.OwnerDrawsStateEncoder;
import org.agrona.DirectBuffer;

/**
 * Assets with their money and settings, each followed by what its owners drew in the present window.
 */
final class AssetRecord implements SnapshotRecord
{
    private final Book book;
    private final BookRestorer restorer;
    private final AssetStateEncoder encoder = new AssetStateEncoder();
    private final AssetStateDecoder decoder = new AssetStateDecoder();
    private final OwnerDrawsStateEncoder drawsEncoder = new OwnerDrawsStateEncoder();
    private final OwnerDrawsStateDecoder drawsDecoder = new OwnerDrawsStateDecoder();

    AssetRecord(final ClearingEngine engine)
    {
        book = engine.book();
        restorer = engine.state().book();
    }

    @Override
    public void write(final SnapshotRecords records)
    {
        for (int id = 1; id <= book.assetCount(); id++)
        {
            final Asset asset = book.asset(id);
            write(asset, records);
            for (final OwnerDraws draws : asset.ownerDraws().values())
            {
                drawsEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
                    .asset(id)
                    .venue(draws.venue())
                    .owner(draws.ownerId())
                    .drawn(draws.drawn())
                    .withdrawn(draws.withdrawn());
                records.write(drawsEncoder.encodedLength());
            }
        }
    }

    private void write(final Asset asset, final SnapshotRecords records)
    {
        final Waterfall waterfall = asset.waterfall();
        encoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .asset(asset.id())
            .symbol(asset.symbol())
            .scale((byte)asset.scale())
            .withdrawals(asset.withdrawalsOn().value())
            .defaultRuns(asset.defaultRunsOn().value())
            .fundFloor(waterfall.fundFloor())
            .perOwnerCap(waterfall.perOwnerCap())
            .windowCap(waterfall.windowCap())
            .windowMs(waterfall.windowMs())
            .liquidationTimeoutMs(waterfall.liquidationTimeoutMs())
            .liquidationFeePpm(waterfall.liquidationFeePpm())
            .closeOutFeePpm(waterfall.closeOutFeePpm())
            .houseDeficitGate(waterfall.houseDeficitGate())
            .withdrawalCap(waterfall.withdrawalCap())
            .trigger(waterfall.trigger().value())
            .recourse(waterfall.recourse().value())
            .closeOut(waterfall.closeOut().value())
            .insuranceFund(asset.insuranceFund())
            .fees(asset.fees())
            .rounding(asset.rounding())
            .houseDeficitHigh(asset.houseDeficit().high())
            .houseDeficitLow(asset.houseDeficit().low())
            .depositsHigh(asset.deposits().high())
            .depositsLow(asset.deposits().low())
            .withdrawalsTotalHigh(asset.withdrawals().high())
            .withdrawalsTotalLow(asset.withdrawals().low())
            .window(asset.window())
            .windowDrawn(asset.windowDrawn())
            .ownerDraws(asset.ownerDraws().size());
        records.write(encoder.encodedLength());
    }

    @Override
    public boolean read(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header)
    {
        switch (templateId)
        {
            case AssetStateDecoder.TEMPLATE_ID:
                decoder.wrapAndApplyHeader(buffer, offset, header);
                read();
                return true;
            case OwnerDrawsStateDecoder.TEMPLATE_ID:
                drawsDecoder.wrapAndApplyHeader(buffer, offset, header);
                restorer.restoreDraws(
                    book.asset(drawsDecoder.asset()), drawsDecoder.venue(), drawsDecoder.owner(),
                    drawsDecoder.drawn(), drawsDecoder.withdrawn());
                return true;
            default:
                return false;
        }
    }

    private void read()
    {
        final Waterfall waterfall = new Waterfall(
            decoder.fundFloor(),
            decoder.perOwnerCap(),
            decoder.windowCap(),
            decoder.windowMs(),
            decoder.liquidationTimeoutMs(),
            decoder.liquidationFeePpm(),
            decoder.closeOutFeePpm(),
            decoder.houseDeficitGate(),
            decoder.withdrawalCap(),
            DefaultTrigger.get(decoder.trigger()),
            Recourse.get(decoder.recourse()),
            CloseOut.get(decoder.closeOut()));
        final Asset asset = restorer.restoreAsset(
            decoder.symbol(),
            decoder.scale(),
            waterfall,
            Switch.get(decoder.withdrawals()),
            Switch.get(decoder.defaultRuns()));
        restorer.restoreMoney(
            asset,
            decoder.insuranceFund(),
            decoder.fees(),
            decoder.rounding(),
            new WideSum().set(decoder.houseDeficitHigh(), decoder.houseDeficitLow()),
            new WideSum().set(decoder.depositsHigh(), decoder.depositsLow()),
            new WideSum().set(decoder.withdrawalsTotalHigh(), decoder.withdrawalsTotalLow()));
        restorer.restoreWindow(asset, decoder.window(), decoder.windowDrawn());
    }
}
