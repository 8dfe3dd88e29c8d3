package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.BookRestorer;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.snapshot.AccountStateDecoder;
import io.flatbook.sbe.snapshot.AccountStateEncoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.PositionStateDecoder;
import io.flatbook.sbe.snapshot.PositionStateEncoder;
import org.agrona.DirectBuffer;

/**
 * Accounts by id, each followed by its positions in order of instrument.
 */
final class AccountRecord implements SnapshotRecord
{
    private final Book book;
    private final BookRestorer restorer;
    private final AccountStateEncoder encoder = new AccountStateEncoder();
    private final AccountStateDecoder decoder = new AccountStateDecoder();
    private final PositionStateEncoder positionEncoder = new PositionStateEncoder();
    private final PositionStateDecoder positionDecoder = new PositionStateDecoder();

    AccountRecord(final ClearingEngine engine)
    {
        book = engine.book();
        restorer = engine.state().book();
    }

    @Override
    public void write(final SnapshotRecords records)
    {
        for (final Account account : book.accounts())
        {
            encoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .account(account.id())
                .serial(account.serial())
                .owner(account.owner().id())
                .asset(account.asset().id())
                .venue(account.venue())
                .status(account.status().value())
                .mode(account.mode().value())
                .collateral(account.collateral())
                .orderHold(account.orderHold())
                .deadlineMs(account.deadlineMs())
                .debt(account.debt())
                .keptByDoubt((short)(account.keptByDoubt() ? 1 : 0))
                .pledged((short)(account.pledged() ? 1 : 0))
                .legs(account.legCount());
            records.write(encoder.encodedLength());
            for (int i = 0; i < account.legCount(); i++)
            {
                write(account.leg(i), records);
            }
        }
    }

    private void write(final Position leg, final SnapshotRecords records)
    {
        positionEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .account(leg.account().id())
            .instrument(leg.instrument().id())
            .quantityLots(leg.quantityLots())
            .cost(leg.cost());
        records.write(positionEncoder.encodedLength());
    }

    @Override
    public boolean read(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header)
    {
        switch (templateId)
        {
            case AccountStateDecoder.TEMPLATE_ID:
                decoder.wrapAndApplyHeader(buffer, offset, header);
                read();
                return true;
            case PositionStateDecoder.TEMPLATE_ID:
                positionDecoder.wrapAndApplyHeader(buffer, offset, header);
                restorer.restorePosition(
                    book.account(positionDecoder.account()),
                    book.instrument(positionDecoder.instrument()),
                    positionDecoder.quantityLots(),
                    positionDecoder.cost());
                return true;
            default:
                return false;
        }
    }

    private void read()
    {
        final Account account = restorer.restoreAccount(
            decoder.account(), decoder.serial(), decoder.venue(), decoder.owner(), decoder.asset(),
            decoder.collateral());
        restorer.restoreStatus(
            account,
            AccountStatus.get(decoder.status()),
            1 == decoder.keptByDoubt(),
            AccountMode.get(decoder.mode()),
            decoder.orderHold());
        restorer.restoreObligations(account, decoder.deadlineMs(), decoder.debt(), 1 == decoder.pledged());
    }
}
