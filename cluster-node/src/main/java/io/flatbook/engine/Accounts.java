package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Owner;
import io.flatbook.engine.book.OwnerAccounts;
import io.flatbook.engine.book.Registry;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Opening and closing of accounts by gateways (NOUN-4).
 *
 * <p>Contract: CMD-6.
 */
final class Accounts
{
    private final Guards guards;
    private final Registry registry;
    private final ClearingEvents events;

    Accounts(final Guards guards, final Registry registry, final ClearingEvents events)
    {
        this.guards = guards;
        this.registry = registry;
        this.events = events;
    }

    RejectReason open(final Sender sender, final long accountId, final long ownerId, final int assetId)
    {
        final Principal gateway = sender.principal();
        if (!gateway.may(Principal.COLLATERAL))
        {
            return guards.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (accountId > 0 && !gateway.mayOpen(accountId))
        {
            return guards.refuse(RejectReason.NOT_AUTHORIZED, RejectField.ACCOUNT);
        }
        final RejectReason refusal = guards.checkNewBusiness(sender, Principal.COLLATERAL);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (accountId <= 0 || ownerId <= 0 || assetId <= 0)
        {
            return guards.refuse(RejectReason.INVALID_FIELD, accountId <= 0 ? RejectField.ACCOUNT :
                ownerId <= 0 ? RejectField.OWNER : RejectField.ASSET);
        }
        final Asset asset = guards.book().asset(assetId);
        if (null == asset)
        {
            return guards.refuse(RejectReason.UNKNOWN_ASSET, RejectField.ASSET);
        }
        if (null != guards.book().account(accountId))
        {
            return guards.refuse(RejectReason.ALREADY_EXISTS, RejectField.ACCOUNT);
        }
        if (guards.book().accountCount() >= guards.limits().accounts())
        {
            return guards.refuse(RejectReason.TOO_MANY, RejectField.ACCOUNT);
        }
        if (guards.book().accountCount(gateway.venue()) >= guards.limits().accountsPerVenue())
        {
            return guards.refuse(RejectReason.TOO_MANY, RejectField.VENUE);
        }
        final Owner owner = guards.book().owner(gateway.venue(), ownerId);
        final OwnerAccounts accounts = null == owner ? null : owner.accountsIn(asset);
        if (null != accounts && accounts.count() >= guards.limits().accountsPerOwner())
        {
            return guards.refuse(RejectReason.TOO_MANY, RejectField.OWNER);
        }
        events.accountOpened(registry.addAccount(accountId, gateway.venue(), ownerId, asset));
        return guards.accept(accountId);
    }

    RejectReason close(final Sender sender, final long accountId)
    {
        RejectReason refusal = guards.checkNewBusiness(sender, Principal.COLLATERAL);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkAccount(sender, Principal.COLLATERAL, accountId);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = guards.book().account(accountId);
        if (AccountStatus.DEFAULTED == account.status())
        {
            return guards.refuse(RejectReason.ACCOUNT_STATUS, RejectField.ACCOUNT);
        }
        if (0 != account.collateral() || 0 != account.legCount() || 0 != account.orderHold())
        {
            return guards.refuse(RejectReason.NOT_EMPTY, RejectField.ACCOUNT);
        }
        registry.removeAccount(account);
        events.accountClosed(account);
        return guards.accept();
    }
}
