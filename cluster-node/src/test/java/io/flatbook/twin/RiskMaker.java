package io.flatbook.twin;

import static io.flatbook.twin.Scene.step;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import java.util.ArrayList;
import java.util.List;

/** Makes what risk sends in the course of a day: proposals, defaults, transfers, settlements, money of the house. */
final class RiskMaker
{
    private final Scene scene;
    private final Twin twin;
    private final Chance chance;

    RiskMaker(final Scene scene)
    {
        this.scene = scene;
        this.twin = scene.twin;
        this.chance = scene.chance;
    }

    Step next(final int dice)
    {
        final String risk = scene.risk();
        if (dice < 20)
        {
            return confirm(risk);
        }
        if (dice < 32)
        {
            final long id = chance.junk(scene.accountIn(chance.percent(70) ?
                AccountStatus.DEFAULTED : AccountStatus.LIQUIDATING).id);
            return step(risk, (clearing, by) -> clearing.declareDefault(by, id), "declare", id);
        }
        if (dice < 58)
        {
            return transfer(risk);
        }
        if (dice < 74)
        {
            return settlement(dice, risk);
        }
        if (dice < 78)
        {
            if (chance.percent(30))
            {
                final int number = chance.one(-1, 0, twin.version(), twin.version() + 2, twin.version() + 7);
                return 0 == number ? step(risk, (clearing, by) -> clearing.requestShutdown(by), "shutdown") :
                    step(risk, (clearing, by) -> clearing.activateVersion(by, number), "version", number);
            }
            return day(risk);
        }
        return money(dice, risk);
    }

    /** Approves or rejects a proposal, if there is one. */
    Step proposal()
    {
        final String risk = scene.risk();
        final long id = twin.proposals.isEmpty() || chance.percent(3) ? chance.below(5) :
            chance.of(new ArrayList<>(twin.proposals.keySet()));
        return chance.percent(25) ? step(risk, (clearing, by) -> clearing.rejectProposal(by, id), "reject", id) :
            step(risk, (clearing, by) -> clearing.approve(by, id, scene.proposable), "approve", id);
    }

    private Step confirm(final String risk)
    {
        final List<Instrument> held = twin.instruments.values().stream()
            .filter(instrument -> null != instrument.held).toList();
        final Instrument chosen = held.isEmpty() ? scene.instrument() : chance.of(held);
        final int id = (int)chance.junk(chosen.id);
        final long ticks = null == chosen.held ? 5 : chosen.held + (chance.percent(10) ? 1 : 0);
        return step(risk, (clearing, by) -> clearing.confirmMark(by, id, ticks), "confirm", id, ticks);
    }

    private Step transfer(final String risk)
    {
        final Account from = chance.percent(40) ? scene.account(account -> account.distressed() &&
            !account.legs.isEmpty()) : scene.account(account -> !account.legs.isEmpty());
        final Account to = scene.account(account -> account.asset == from.asset && account != from);
        final Instrument instrument = scene.heldBy(from);
        final long most = Math.max(1, Math.abs(from.lots(instrument)));
        final long lots = chance.percent(40) ? most : chance.junk(1 + chance.below((int)Math.min(100, most)));
        final long mark = null == instrument.mark ? 1_000 : instrument.mark;
        final Long ticks = chance.percent(50) ? null :
            Long.valueOf(chance.junk(chance.about(mark, Math.max(5, Math.abs(mark) / 10))));
        final Long given = null != ticks && Long.MIN_VALUE == ticks ? null : ticks;
        return step(risk, (clearing, by) ->
            clearing.transferPosition(by, from.id, to.id, instrument.id, lots, given),
            "transfer", from.id, to.id, instrument.id, lots, given);
    }

    private Step settlement(final int dice, final String risk)
    {
        if (dice < 64)
        {
            final Instrument instrument = chance.percent(10) ? scene.instrument() : settleable();
            final Instrument priced = instrument.option() ? instrument.underlying : instrument;
            final long near = null == priced.mark ? 1_000 : priced.mark;
            final long ticks = chance.junk(chance.percent(40) ? near :
                chance.about(near, Math.max(30, Math.abs(near) / 4)));
            return step(risk, (clearing, by) ->
                clearing.settleInstrument(by, instrument.id, ticks), "settle", instrument.id, ticks);
        }
        if (dice < 69)
        {
            final int id = scene.instrumentId();
            return step(risk, (clearing, by) -> clearing.settleVariation(by, id), "variation", id);
        }
        final List<Instrument> settled = twin.instruments.values().stream()
            .filter(instrument -> InstrumentStatus.SETTLED == instrument.status).toList();
        final int id = settled.isEmpty() || chance.percent(10) ? scene.instrumentId() : chance.of(settled).id;
        return step(risk, (clearing, by) -> clearing.removeInstrument(by, id), "remove", id);
    }

    /** Rather one of several of its family and asset, so that defaulters keep other legs. */
    private Instrument settleable()
    {
        final List<Instrument> open = twin.instruments.values().stream()
            .filter(instrument -> InstrumentStatus.SETTLED != instrument.status).toList();
        final List<Instrument> held = open.stream().filter(instrument -> twin.accounts.values().stream()
            .anyMatch(account -> account.legs.containsKey(instrument.id) && account.legs.size() > 1)).toList();
        return open.isEmpty() ? scene.instrument() :
            held.isEmpty() || chance.percent(30) ? chance.of(open) : chance.of(held);
    }

    private Step day(final String risk)
    {
        final int date = chance.percent(50) ? ++scene.lastDate :
            (int)chance.junk(scene.lastDate + (chance.percent(10) ? 10_000 : 0));
        return step(risk, (clearing, by) -> clearing.closeBusinessDay(by, date), "day", date);
    }

    private Step money(final int dice, final String risk)
    {
        final int asset = scene.assetId();
        final long money = chance.junk(1 + chance.below(200_000));
        if (dice < 88)
        {
            return step(risk, (clearing, by) -> clearing.fundInsurance(by, asset, money),
                "fundInsurance", asset, money);
        }
        if (dice < 92)
        {
            return step(risk, (clearing, by) -> clearing.withdrawInsurance(by, asset, money / 10),
                "withdrawInsurance", asset, money / 10);
        }
        return dice < 96 ? step(risk, (clearing, by) ->
            clearing.withdrawFees(by, asset, money / 100), "withdrawFees", asset, money / 100) :
            step(risk, (clearing, by) -> clearing.sweepRounding(by, asset), "sweep", asset);
    }
}
