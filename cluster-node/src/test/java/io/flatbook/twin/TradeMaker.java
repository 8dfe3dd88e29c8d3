package io.flatbook.twin;

import static io.flatbook.twin.Scene.step;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.TradeCause;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Booked;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinTerms.Trade;
import java.util.ArrayList;
import java.util.List;

/** Makes trades, most of them such that both parties may trade. */
final class TradeMaker
{
    private final Scene scene;
    private final Twin twin;
    private final Chance chance;
    private final int guaranteedPercent;

    TradeMaker(final Scene scene)
    {
        this.scene = scene;
        this.twin = scene.twin;
        this.chance = scene.chance;
        this.guaranteedPercent = chance.one(5, 20, 70);
    }

    Step trade()
    {
        final Trade trade = drawTrade();
        return step(gatewayOf(trade), (clearing, by) -> clearing.registerTrade(by, trade), trade);
    }

    Step batch()
    {
        final List<Trade> trades = new ArrayList<>();
        final int count = chance.percent(4) ? chance.below(20) : 1 + chance.below(5);
        for (int i = 0; i < count; i++)
        {
            trades.add(drawTrade());
        }
        return step(trades.isEmpty() ? "gateway/a" : gatewayOf(trades.get(0)),
            (clearing, by) -> clearing.registerTrades(by, trades), "batch", trades);
    }

    /** A LIQUIDATION trade of an account that is LIQUIDATING, or any if it is no more. */
    Step liquidationOf(final Account account)
    {
        final Trade trade = AccountStatus.LIQUIDATING == account.status ? liquidation(account) : drawTrade();
        return step(gatewayOf(trade), (clearing, by) -> clearing.registerTrade(by, trade), trade);
    }

    private String gatewayOf(final Trade trade)
    {
        final Account buyer = twin.accounts.get(trade.buyerId());
        return null == buyer ? "gateway/a" : scene.gatewayOf(buyer);
    }

    private Trade drawTrade()
    {
        final int dice = chance.below(100);
        final List<Account> liquidating = scene.accounts(account -> AccountStatus.LIQUIDATING == account.status);
        if (dice < 25 && !liquidating.isEmpty())
        {
            final List<Account> frozen =
                liquidating.stream().filter(account -> AccountMode.FROZEN == account.mode).toList();
            return liquidation(chance.of(frozen.isEmpty() ? liquidating : frozen));
        }
        final List<Booked> booked = booked();
        if (dice >= 30 && dice < 34 && !booked.isEmpty())
        {
            return bust(chance.of(booked).trade());
        }
        final boolean kept = twin.accounts.values().stream().anyMatch(
            account -> account.keptByDoubt && AccountStatus.MARGIN_CALL == account.status);
        if (dice < 38 && dice >= 34 || kept && dice >= 60)
        {
            return odd();
        }
        final Instrument instrument = scene.instrument();
        final List<Account> fitting = scene.accounts(account -> account.asset == instrument.asset);
        final Account buyer = fitting.isEmpty() || chance.percent(2) ? scene.account() : chance.of(fitting);
        final List<Account> others = fitting.stream().filter(account ->
            account.owner.venue() == buyer.owner.venue() && !account.owner.equals(buyer.owner)).toList();
        final Account seller = others.isEmpty() || chance.percent(2) ? scene.account() : chance.of(others);
        final long lots = chance.percent(60) ? 1 + chance.below(8) : 1 + chance.below(40);
        final TradeCause cause = chance.percent(4) ? TradeCause.BLOCK :
            chance.percent(3) ? TradeCause.LIQUIDATION : TradeCause.TRADE;
        final long odd = chance.junk(lots);
        return trade(instrument, buyer.id, seller.id, odd, cause, odd <= 99 && chance.percent(guaranteedPercent));
    }

    /** A reduction far from mark, or a guaranteed trade of an account that only doubt keeps. */
    private Trade odd()
    {
        final Account kept = scene.account(account -> account.keptByDoubt &&
            AccountStatus.MARGIN_CALL == account.status);
        final Account account = kept.keptByDoubt ? kept : scene.account(other -> !other.legs.isEmpty());
        final List<Account> others = scene.accounts(other -> other.asset == account.asset &&
            other.owner.venue() == account.owner.venue() && !other.owner.equals(account.owner));
        final Instrument instrument = account.keptByDoubt ? scene.instrument() : scene.heldBy(account);
        final long held = account.lots(instrument);
        final Account other = others.isEmpty() ? account : chance.of(others);
        final boolean enlarges = account.keptByDoubt;
        final boolean buys = held > 0 == enlarges;
        final long lots = Math.max(1, Math.abs(held) / (1 + chance.below(4)));
        final long mark = null == instrument.mark ? 1_000 : instrument.mark;
        final long off = Math.max(1, Math.abs(mark) * chance.below(40) / 100);
        return new Trade(scene.tradeId(), instrument.id, buys ? account.id : other.id, buys ? other.id : account.id,
            lots, enlarges ? mark : buys ? mark + off : mark - off, 0, 0, TradeCause.TRADE, enlarges, null, null);
    }

    private Trade trade(final Instrument instrument, final long buyerId, final long sellerId, final long lots,
        final TradeCause cause, final boolean guaranteed)
    {
        final long mark = null == instrument.mark ? 1_000 : instrument.mark;
        final long width = Math.max(3, Math.abs(mark) * (chance.percent(5) ? 40 : chance.percent(50) ? 3 : 1) / 100);
        final long ticks = chance.percent(20) ? mark : chance.about(mark, width);
        return new Trade(scene.tradeId(), (int)chance.junk(instrument.id), chance.junk(buyerId), chance.junk(sellerId),
            lots, chance.junk(ticks), fee(), fee(), cause, guaranteed,
            chance.percent(1) ? Long.valueOf(1) : null,
            chance.percent(5) ? Integer.valueOf(20260101 + chance.below(40)) : null);
    }

    private long fee()
    {
        return chance.percent(60) ? 0 : chance.percent(90) ? chance.below(200) - 30 : chance.junk(chance.below(9));
    }

    private Trade liquidation(final Account account)
    {
        final Position leg = chance.of(new ArrayList<>(account.legs.values()));
        final List<Account> others = scene.accounts(other -> other.asset == account.asset &&
            other.owner.venue() == account.owner.venue() && !other.owner.equals(account.owner));
        final long other = others.isEmpty() ? account.id : chance.of(others).id;
        final long lots = 1 + chance.below((int)Math.abs(leg.lots) + (chance.percent(5) ? 3 : 0));
        final boolean sells = leg.lots > 0;
        final TradeCause cause = chance.percent(90) ? TradeCause.LIQUIDATION : TradeCause.TRADE;
        return trade(leg.instrument, sells ? other : account.id, sells ? account.id : other, lots, cause,
            chance.percent(20));
    }

    /** Trades to bust: of accounts that were opened again, of LIQUIDATING ones, or any. */
    private List<Booked> booked()
    {
        final List<Booked> all = twin.principals.values().stream()
            .flatMap(principal -> principal.trades.values().stream()
                .filter(booked -> !principal.busted.contains(booked.trade().tradeId())))
            .filter(booked -> TradeCause.BUST != booked.trade().cause() || chance.percent(10)).toList();
        final List<Booked> again = all.stream().filter(booked -> again(booked.trade().buyerId(),
            booked.buyerSerial()) || again(booked.trade().sellerId(), booked.sellerSerial())).toList();
        final List<Booked> liquidating = all.stream().filter(booked -> liquidating(booked.trade().buyerId()) ||
            liquidating(booked.trade().sellerId())).toList();
        return !again.isEmpty() && chance.percent(50) ? again :
            !liquidating.isEmpty() && chance.percent(50) ? liquidating : all;
    }

    private boolean again(final long accountId, final long serial)
    {
        final Account account = twin.accounts.get(accountId);
        return null != account && account.serial != serial;
    }

    private boolean liquidating(final long accountId)
    {
        final Account account = twin.accounts.get(accountId);
        return null != account && AccountStatus.LIQUIDATING == account.status;
    }

    private Trade bust(final Trade busted)
    {
        return new Trade(scene.tradeId(), busted.instrumentId(), busted.sellerId(), busted.buyerId(), busted.lots(),
            busted.ticks() + (chance.percent(5) ? 1 : 0), -busted.sellerFee(), -busted.buyerFee(), TradeCause.BUST,
            false, chance.percent(5) ? null : Long.valueOf(busted.tradeId()), null);
    }
}
