package io.flatbook.twin;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the makers of commands look at: the twin's book, chance, and the ids that were used. */
final class Scene
{
    static final String[] GATEWAYS = {"a", "b", "marks"};
    static final String ALICE = "risk/alice";

    final Twin twin;
    final Chance chance;
    /** Instruments that are traded most in this world. */
    final List<Integer> busy = new ArrayList<>();
    final List<Clearing.Command> proposable = new ArrayList<>();
    long lastTradeId;
    long lastReference;
    long lastFundingId;
    long lastSequence = 1;
    int lastDate = 20260101;
    int owners = 3;
    /** Deposits are so many times smaller in a poor world. */
    final int poverty;
    private Account lastAccount;
    private Instrument lastInstrument;

    Scene(final Twin twin, final Chance chance)
    {
        this.twin = twin;
        this.chance = chance;
        this.poverty = chance.one(1, 1, 4, 12);
    }

    /** A command with its sender and how it reads in a report. */
    record Step(String by, Clearing.Command command, Object... words)
    {
        String text()
        {
            return by + " " + TwinBook.line(words);
        }
    }

    static Step step(final String by, final Clearing.Command command, final Object... text)
    {
        return new Step(by, command, text);
    }

    /** Any; one that was closed if there is none any more. */
    Account account()
    {
        lastAccount = twin.accounts.isEmpty() ? lastAccount : chance.of(new ArrayList<>(twin.accounts.values()));
        return lastAccount;
    }

    List<Account> accounts(final Predicate<Account> test)
    {
        return twin.accounts.values().stream().filter(test).toList();
    }

    /** One that fits, or any. */
    Account account(final Predicate<Account> test)
    {
        final List<Account> fitting = accounts(test);
        return fitting.isEmpty() ? account() : chance.of(fitting);
    }

    Account accountIn(final AccountStatus status)
    {
        return account(account -> status == account.status);
    }

    /** Any, of those in use first; one that was removed if there is none any more. */
    Instrument instrument()
    {
        lastInstrument = twin.instruments.isEmpty() ? lastInstrument : instrumentOfBook();
        return lastInstrument;
    }

    private Instrument instrumentOfBook()
    {
        final List<Instrument> preferred = twin.instruments.values().stream().filter(instrument ->
            busy.contains(instrument.id) && InstrumentStatus.SETTLED != instrument.status).toList();
        return preferred.isEmpty() || chance.percent(15) ?
            chance.of(new ArrayList<>(twin.instruments.values())) : chance.of(preferred);
    }

    Instrument heldBy(final Account account)
    {
        return account.legs.isEmpty() ? instrument() :
            chance.of(new ArrayList<>(account.legs.values())).instrument;
    }

    String gatewayOf(final Account account)
    {
        final List<Principal> fitting = twin.principals.values().stream()
            .filter(principal -> principal.venue == account.owner.venue() && 15 == principal.capabilities).toList();
        return fitting.isEmpty() || chance.percent(2) ? "gateway/a" : chance.of(fitting).name;
    }

    String risk()
    {
        return chance.percent(1) ? "gateway/a" : chance.percent(50) ? ALICE : "risk/bob";
    }

    int assetId()
    {
        return (int)chance.junk(chance.percent(75) ? 1 : 2);
    }

    int instrumentId()
    {
        return (int)chance.junk(instrument().id);
    }

    long tradeId()
    {
        return chance.percent(3) ? Math.max(0, lastTradeId - chance.below(40)) : ++lastTradeId;
    }

    long reference()
    {
        return chance.percent(4) ? Math.max(0, lastReference - chance.below(40)) : ++lastReference;
    }
}
