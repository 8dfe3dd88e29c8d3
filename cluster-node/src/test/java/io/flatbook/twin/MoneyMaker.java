package io.flatbook.twin;

import static io.flatbook.twin.Scene.step;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import java.util.List;

/** Makes what gateways send of accounts and money. */
final class MoneyMaker
{
    private final Scene scene;
    private final Twin twin;
    private final Chance chance;

    MoneyMaker(final Scene scene)
    {
        this.scene = scene;
        this.twin = scene.twin;
        this.chance = scene.chance;
    }

    Step next(final int dice)
    {
        final Account account = scene.account();
        if (dice < 30)
        {
            return deposit(chance.percent(40) ? scene.accountIn(AccountStatus.CLOSED_OUT) :
                chance.percent(30) ? scene.accountIn(AccountStatus.DEFAULTED) : account);
        }
        if (dice < 50)
        {
            return withdraw(chance.percent(20) ? scene.account(other -> other.pledged) : account);
        }
        if (dice < 65)
        {
            return transfer();
        }
        if (dice < 72)
        {
            final long id = chance.junk(account.id);
            final long money = chance.percent(50) ? 0 : chance.junk(chance.below(300_000));
            return step(scene.gatewayOf(account), (clearing, by) -> clearing.setOrderHold(by, id, money),
                "hold", id, money);
        }
        if (dice < 82)
        {
            return offset();
        }
        if (dice < 90)
        {
            final Account failed = scene.accountIn(AccountStatus.LIQUIDATING);
            return step(scene.gatewayOf(failed), (clearing, by) ->
                clearing.reportLiquidationFailed(by, failed.id), "failed", failed.id);
        }
        return accounts(dice);
    }

    Step deposit(final Account account)
    {
        final long money =
            chance.junk(1 + chance.below(chance.percent(30) ? 4_000_000 : 300_000) / scene.poverty);
        final long number = scene.reference();
        return step(scene.gatewayOf(account), (clearing, by) -> clearing.deposit(by, account.id, money, number),
            "deposit", account.id, money, number);
    }

    private Step withdraw(final Account account)
    {
        final long id = chance.junk(account.id);
        final boolean all = chance.percent(account.legs.isEmpty() ? 60 : 5) && account.collateral.bitLength() < 63;
        final long money = all ? account.collateral.longValue() :
            chance.junk(1 + chance.below(chance.percent(50) ? 1_000 : 2_000_000));
        final long number = scene.reference();
        return step(scene.gatewayOf(account), (clearing, by) -> clearing.withdraw(by, id, money, number),
            "withdraw", id, money, number);
    }

    private Step transfer()
    {
        final Account to = chance.percent(60) ? scene.account(Account::distressed) : scene.account();
        final List<Account> kin = scene.accounts(other -> other != to && other.kin(to));
        final Account from = kin.isEmpty() || chance.percent(5) ? scene.account() :
            chance.firstOf(chance.percent(50) ? kin.stream().filter(other -> other.pledged).toList() : List.of(), kin);
        final long money = chance.junk(1 + chance.below(chance.percent(60) ? 2_000 : 500_000));
        final long number = scene.reference();
        return step(scene.gatewayOf(from), (clearing, by) ->
            clearing.transferCollateral(by, from.id, to.id, money, number), "move", from.id, to.id, money, number);
    }

    private Step accounts(final int dice)
    {
        if (dice < 94)
        {
            final Account empty = scene.account(account -> account.legs.isEmpty() &&
                0 == account.collateral.signum() && AccountStatus.DEFAULTED != account.status);
            final long id = chance.junk(empty.id);
            return step(scene.gatewayOf(empty), (clearing, by) -> clearing.closeAccount(by, id), "close", id);
        }
        final long id = chance.junk(1 + chance.below(18));
        final long owner = chance.junk(1 + chance.below(scene.owners));
        final int asset = scene.assetId();
        return step(chance.percent(70) ? "gateway/a" : "gateway/b",
            (clearing, by) -> clearing.openAccount(by, id, owner, asset), "open", id, owner, asset);
    }

    private Step offset()
    {
        final Account first = scene.account();
        final Instrument instrument = scene.heldBy(first);
        final List<Position> opposite = twin.positions(instrument).stream().filter(
            position -> Long.signum(position.lots) == -Long.signum(first.lots(instrument))).toList();
        final Account second = opposite.isEmpty() ? scene.account() : chance.of(opposite).account;
        final long most = Math.max(1, Math.min(Math.abs(first.lots(instrument)), Math.abs(second.lots(instrument))));
        final long lots = chance.junk(1 + chance.below((int)Math.min(100, most)));
        return step(scene.gatewayOf(first), (clearing, by) ->
            clearing.offsetPositions(by, first.id, second.id, instrument.id, lots),
            "offset", first.id, second.id, instrument.id, lots);
    }
}
