package io.flatbook.twin;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.TradeCause;
import io.flatbook.twin.Clearing.Command;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Trade;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Makes seeded commands, biased to valid ones by a look at the twin's book, with junk among them. */
final class CommandMaker
{
    private static final int FUND_INSURANCE_TEMPLATE = 13;

    /** What an adapter lets through to Propose. */
    private static final Set<Object> PROPOSABLE = Set.of("tiers", "protection", "waterfall", "fourEyes", "status",
        "mode", "gatewayStatus", "assetStatus", "fundInsurance", "withdrawInsurance", "withdrawFees", "confirm",
        "declare", "settle", "transfer");

    /** A command with its sender and how it reads in a report. */
    record Step(String by, Command command, Object... words)
    {
        String text()
        {
            return by + " " + TwinBook.line(words);
        }
    }

    final List<Command> proposable = new ArrayList<>();
    private final Twin twin;
    private final Chance chance;
    private final SettingsMaker settings;
    private long lastTradeId;
    private long lastReference;
    private long lastFundingId;
    private long lastSequence = 1;
    private int lastDate = 20260101;
    private final int riskPercent;
    private final int gapPercent;
    private final int guaranteedPercent;

    CommandMaker(final Twin twin, final Chance chance)
    {
        this.twin = twin;
        this.chance = chance;
        this.settings = new SettingsMaker(twin, chance);
        this.riskPercent = chance.one(10, 30, 100);
        this.gapPercent = chance.one(1, 5, 20);
        this.guaranteedPercent = chance.one(5, 20, 70);
    }

    Step next()
    {
        final int dice = chance.below(1_000);
        if (dice < 300)
        {
            return trade();
        }
        if (dice < 340)
        {
            return batch();
        }
        if (dice < 560)
        {
            return marks();
        }
        if (dice < 760)
        {
            return gatewayCommand(dice - 560);
        }
        return chance.percent(riskPercent) ? riskCommand(dice - 760) : dice < 900 ? trade() : marks();
    }

    private static Step step(final String by, final Command command, final Object... text)
    {
        return new Step(by, command, text);
    }

    private Account account()
    {
        return chance.of(new ArrayList<>(twin.accounts.values()));
    }

    private Account accountIn(final AccountStatus status)
    {
        final List<Account> matching = twin.accounts.values().stream().filter(a -> a.status == status).toList();
        return matching.isEmpty() ? account() : chance.of(matching);
    }

    private Instrument instrument()
    {
        return chance.of(new ArrayList<>(twin.instruments.values()));
    }

    private String gatewayOf(final Account account)
    {
        final List<Principal> fitting = twin.principals.values().stream()
            .filter(principal -> principal.venue == account.venue && 15 == principal.capabilities).toList();
        return fitting.isEmpty() || chance.percent(2) ? "gateway/a" : chance.of(fitting).name;
    }

    private long tradeId()
    {
        return chance.percent(3) ? Math.max(0, lastTradeId - chance.below(40)) : ++lastTradeId;
    }

    private long reference()
    {
        return chance.percent(4) ? Math.max(0, lastReference - chance.below(40)) : ++lastReference;
    }

    private Trade drawTrade()
    {
        final int dice = chance.below(100);
        if (dice < 30 && AccountStatus.LIQUIDATING == accountIn(AccountStatus.LIQUIDATING).status)
        {
            return liquidation(accountIn(AccountStatus.LIQUIDATING));
        }
        final List<Trade> booked = booked();
        if (dice < 34 && dice >= 30 && !booked.isEmpty())
        {
            return bust(chance.of(booked));
        }
        final Instrument instrument = instrument();
        final List<Account> fitting = twin.accounts.values().stream()
            .filter(account -> account.asset == instrument.asset).toList();
        final Account buyer = fitting.isEmpty() || chance.percent(2) ? account() : chance.of(fitting);
        final List<Account> others = fitting.stream()
            .filter(account -> account.venue == buyer.venue && account.ownerId != buyer.ownerId).toList();
        final Account seller = others.isEmpty() || chance.percent(2) ? account() : chance.of(others);
        final boolean small = chance.percent(60);
        final long lots = small ? 1 + chance.below(8) : 1 + chance.below(40);
        final TradeCause cause = chance.percent(4) ? TradeCause.BLOCK :
            chance.percent(3) ? TradeCause.LIQUIDATION : TradeCause.TRADE;
        final long odd = chance.junk(lots);
        return trade(instrument, buyer.id, seller.id, odd, cause, odd <= 99 && chance.percent(guaranteedPercent));
    }

    private Trade trade(final Instrument instrument, final long buyerId, final long sellerId, final long lots,
        final TradeCause cause, final boolean guaranteed)
    {
        final long markTicks = Math.max(1, instrument.markTicks);
        final long ticks = chance.percent(5) ? chance.near(markTicks, 40) : chance.near(markTicks, 3);
        return new Trade(tradeId(), (int)chance.junk(instrument.id), chance.junk(buyerId), chance.junk(sellerId),
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
        final List<Account> others = twin.accounts.values().stream().filter(other -> other.asset == account.asset &&
            other.venue == account.venue && other.ownerId != account.ownerId).toList();
        final long other = others.isEmpty() ? account.id : chance.of(others).id;
        final long lots = 1 + chance.below((int)Math.abs(leg.lots) + (chance.percent(5) ? 3 : 0));
        final boolean sells = leg.lots > 0;
        final TradeCause cause = chance.percent(90) ? TradeCause.LIQUIDATION : TradeCause.TRADE;
        return trade(leg.instrument, sells ? other : account.id, sells ? account.id : other, lots, cause,
            chance.percent(20));
    }

    private List<Trade> booked()
    {
        return twin.principals.values().stream().flatMap(principal -> principal.trades.values().stream())
            .filter(trade -> TradeCause.BUST != trade.cause() || chance.percent(10)).toList();
    }

    private Trade bust(final Trade busted)
    {
        return new Trade(tradeId(), busted.instrumentId(), busted.sellerId(), busted.buyerId(), busted.lots(),
            busted.ticks() + (chance.percent(5) ? 1 : 0), -busted.sellerFee(), -busted.buyerFee(), TradeCause.BUST,
            false, chance.percent(5) ? null : Long.valueOf(busted.tradeId()), null);
    }

    private String gatewayOf(final Trade trade)
    {
        final Account buyer = twin.accounts.get(trade.buyerId());
        return null == buyer ? "gateway/a" : gatewayOf(buyer);
    }

    private Step trade()
    {
        final Trade trade = drawTrade();
        return step(gatewayOf(trade), (clearing, by, approved) -> clearing.registerTrade(by, trade), trade);
    }

    private Step batch()
    {
        final List<Trade> trades = new ArrayList<>();
        final int count = chance.percent(4) ? chance.below(20) : 1 + chance.below(5);
        for (int i = 0; i < count; i++)
        {
            trades.add(drawTrade());
        }
        return step(trades.isEmpty() ? "gateway/a" : gatewayOf(trades.get(0)),
            (clearing, by, approved) -> clearing.registerTrades(by, trades), "batch", trades);
    }

    private Step marks()
    {
        final List<Instrument> left = new ArrayList<>(twin.instruments.values());
        if (!chance.percent(2))
        {
            left.removeIf(instrument -> InstrumentStatus.SETTLED == instrument.status);
        }
        final int count = Math.min(left.size(), chance.percent(20) ? left.size() : 1 + chance.below(3));
        final int[] ids = new int[count];
        final long[] ticks = new long[count];
        for (int i = 0; i < count; i++)
        {
            final Instrument instrument = left.remove(chance.below(left.size()));
            ids[i] = chance.percent(0.5) ? chance.below(10) - 1 : instrument.id;
            ticks[i] = chance.junk(markOf(instrument));
        }
        final long sequence = chance.percent(2) ? lastSequence - chance.below(3) : ++lastSequence;
        final String gateway = chance.percent(40) ? "gateway/marks" : chance.percent(50) ? "gateway/a" : "gateway/b";
        return step(gateway, (clearing, by, approved) -> clearing.updateMarkPrices(by, sequence, ids, ticks),
            "marks", sequence, IntStream.of(ids).boxed().toList(), LongStream.of(ticks).boxed().toList());
    }

    /** The next mark: mostly a small move, now and then a gap, drawn back to where prices began. */
    private long markOf(final Instrument instrument)
    {
        final long home = instrument.option() ? 40 : 1_000;
        final long last = 0 == instrument.markTicks ? home : instrument.markTicks;
        if (0 != instrument.heldTicks && chance.percent(50))
        {
            return chance.near(instrument.heldTicks, 4);
        }
        final int dice = chance.below(100);
        final long moved = dice < gapPercent ? chance.near(last, 45) : dice < 2 * gapPercent ?
            chance.near(last, 12) : 99 == dice ? chance.near(home, 90) : chance.near(last, 3);
        return moved > 4 * home || moved < home / 4 ? chance.near(home, 20) : moved;
    }

    private Step gatewayCommand(final int dice)
    {
        final Account account = account();
        final long id = chance.junk(account.id);
        final String gateway = gatewayOf(account);
        if (dice < 55)
        {
            return deposit(chance.percent(40) ? accountIn(AccountStatus.CLOSED_OUT) : account);
        }
        if (dice < 90)
        {
            final long money = chance.junk(1 + chance.below(chance.percent(50) ? 1_000 : 2_000_000));
            final long number = reference();
            return step(gateway, (clearing, by, approved) -> clearing.withdraw(by, id, money, number),
                "withdraw", id, money, number);
        }
        if (dice < 105)
        {
            final long money = chance.percent(50) ? 0 : chance.junk(chance.below(300_000));
            return step(gateway, (clearing, by, approved) -> clearing.setOrderHold(by, id, money), "hold", id, money);
        }
        if (dice < 135)
        {
            final int instrumentId = (int)chance.junk(instrument().id);
            final long ratePpb = chance.percent(95) ? chance.below(20_000_000) - 10_000_000 : chance.junk(1);
            final long fundingId = chance.percent(5) ? lastFundingId - chance.below(20) : ++lastFundingId;
            return step("gateway/a", (clearing, by, approved) ->
                clearing.applyFunding(by, instrumentId, ratePpb, fundingId), "fund", instrumentId, ratePpb, fundingId);
        }
        if (dice < 165)
        {
            return offset();
        }
        if (dice < 180)
        {
            final Account failed = accountIn(AccountStatus.LIQUIDATING);
            return step(gatewayOf(failed), (clearing, by, approved) ->
                clearing.reportLiquidationFailed(by, failed.id), "failed", failed.id);
        }
        return accounts(dice, account, gateway);
    }

    private Step accounts(final int dice, final Account account, final String gateway)
    {
        if (dice < 190)
        {
            final long id = chance.junk(account.id);
            return step(gateway, (clearing, by, approved) -> clearing.closeAccount(by, id), "close", id);
        }
        final long id = chance.junk(1 + chance.below(14));
        final long owner = chance.junk(1 + chance.below(5));
        final int asset = (int)chance.junk(1 + chance.below(2));
        return step(chance.percent(50) ? "gateway/a" : "gateway/b",
            (clearing, by, approved) -> clearing.openAccount(by, id, owner, asset), "open", id, owner, asset);
    }

    Step deposit(final Account account)
    {
        final long money = chance.junk(1 + chance.below(chance.percent(30) ? 4_000_000 : 300_000));
        final long number = reference();
        return step(gatewayOf(account), (clearing, by, approved) -> clearing.deposit(by, account.id, money, number),
            "deposit", account.id, money, number);
    }

    private Step offset()
    {
        final Account first = account();
        final Instrument instrument = first.legs.isEmpty() ? instrument() :
            chance.of(new ArrayList<>(first.legs.values())).instrument;
        final List<Position> opposite = twin.positions(instrument).stream().filter(
            position -> Long.signum(position.lots) == -Long.signum(first.lots(instrument))).toList();
        final Account second = opposite.isEmpty() ? account() : chance.of(opposite).account;
        final long most = Math.max(1, Math.min(Math.abs(first.lots(instrument)), Math.abs(second.lots(instrument))));
        final long lots = chance.junk(1 + chance.below((int)Math.min(100, most)));
        return step(gatewayOf(first), (clearing, by, approved) ->
            clearing.offsetPositions(by, first.id, second.id, instrument.id, lots),
            "offset", first.id, second.id, instrument.id, lots);
    }

    private Step riskCommand(final int dice)
    {
        final Step drawn = dice < 140 ? intervention(dice) : settings.next(dice - 140);
        if ((twin.fourEyes && chance.percent(60) || chance.percent(1)) && PROPOSABLE.contains(drawn.words()[0]))
        {
            final byte[] index = ByteBuffer.allocate(4).putInt(proposable.size()).array();
            proposable.add(drawn.command());
            return step(drawn.by(), (clearing, by, approved) ->
                clearing.propose(by, FUND_INSURANCE_TEMPLATE, index), "propose", drawn);
        }
        return drawn;
    }

    private Step intervention(final int dice)
    {
        final String risk = chance.percent(1) ? "gateway/a" : chance.percent(50) ? "risk/alice" : "risk/bob";
        if (dice < 50)
        {
            final long id = twin.proposals.isEmpty() || chance.percent(3) ? chance.below(5) :
                chance.of(new ArrayList<>(twin.proposals.keySet()));
            return twin.proposals.isEmpty() && chance.percent(80) ? marks() : step(risk,
                (clearing, by, approved) -> clearing.approve(by, id, proposable), "approve", id);
        }
        if (dice < 70)
        {
            final int id = (int)chance.junk(instrument().id);
            final List<Instrument> held = twin.instruments.values().stream()
                .filter(instrument -> 0 != instrument.heldTicks).toList();
            final int chosen = held.isEmpty() ? id : chance.of(held).id;
            return step(risk, (clearing, by, approved) -> clearing.confirmMark(by, chosen, approved),
                "confirm", chosen);
        }
        if (dice < 85)
        {
            final long id = chance.junk(accountIn(chance.percent(50) ?
                AccountStatus.DEFAULTED : AccountStatus.LIQUIDATING).id);
            return step(risk, (clearing, by, approved) -> clearing.declareDefault(by, id, approved), "declare", id);
        }
        if (dice < 115)
        {
            final Account from = account();
            final Account to = account();
            final Instrument instrument = from.legs.isEmpty() ? instrument() :
                chance.of(new ArrayList<>(from.legs.values())).instrument;
            final long most = Math.max(1, Math.abs(from.lots(instrument)));
            final long lots = chance.junk(1 + chance.below((int)Math.min(100, most)));
            return step(risk, (clearing, by, approved) ->
                clearing.transferPosition(by, from.id, to.id, instrument.id, lots, approved),
                "transfer", from.id, to.id, instrument.id, lots);
        }
        if (dice < 120)
        {
            final Instrument instrument = instrument();
            final long near = Math.max(1, instrument.option() ? instrument.underlying.markTicks : instrument.markTicks);
            final long ticks = chance.junk(chance.near(near, 20));
            return step(risk, (clearing, by, approved) ->
                clearing.settleInstrument(by, instrument.id, ticks, approved), "settle", instrument.id, ticks);
        }
        if (dice < 122)
        {
            if (chance.percent(30))
            {
                final int number = chance.percent(60) ? 1 : chance.below(4) - 1;
                return step(risk, (clearing, by, approved) -> clearing.activateVersion(by, number), "version", number);
            }
            final int date = chance.percent(50) ? ++lastDate : (int)chance.junk(lastDate);
            return step(risk, (clearing, by, approved) -> clearing.closeBusinessDay(by, date), "day", date);
        }
        return settings.fund(dice, risk);
    }
}
