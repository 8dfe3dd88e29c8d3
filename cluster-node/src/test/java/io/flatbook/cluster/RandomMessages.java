package io.flatbook.cluster;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Random;

/**
 * Commands by chance, on the book of {@link Books#traded()}, that do not stop it for long.
 */
final class RandomMessages
{
    private RandomMessages()
    {
    }

    /**
     * @param id not used before, for trades and references.
     */
    static UnsafeBuffer command(final Random random, final long id)
    {
        final int[] accounts = {1, 1, 2, 2, 5, 5, 3};
        final long account = accounts[random.nextInt(accounts.length)];
        final long other = accounts[random.nextInt(accounts.length)];
        switch (random.nextInt(22))
        {
            case 0:
                return RiskMessages.setOffsetPolicy(1, OffsetPolicyKind.get((short)(1 + random.nextInt(3))));
            case 1:
                return RiskMessages.fundInsurance(1, random.nextInt(1_000));
            case 2:
                return Messages.deposit(account, random.nextInt(100_000), id);
            case 3:
                return Messages.withdraw(account, random.nextInt(100_000), id);
            case 4:
                return Messages.setOrderHold(account, random.nextInt(100));
            case 5:
                return RiskMessages.setAccountMode(account, AccountMode.get((short)(1 + random.nextInt(6) / 4)));
            case 6:
                return RiskMessages.setAccountMode(account, AccountMode.NORMAL);
            case 7:
                return RiskMessages.setInstrumentStatus(1, InstrumentStatus.get((short)(1 + random.nextInt(9) / 4)));
            case 8:
                return RiskMessages.setInstrumentStatus(1, InstrumentStatus.TRADING);
            case 9:
                return Messages.applyFunding(1, random.nextInt(1_000_000) - 500_000, id);
            case 10:
                return RiskMessages.setMarginTiers(1, 1 + random.nextInt(4));
            case 11:
                return 0 == random.nextInt(8) ?
                    RiskMessages.declareDefault(account) : Messages.deposit(account, 500_000, id);
            case 12:
                return RiskMessages.setAssetStatus(
                    1, Switch.get((short)random.nextInt(2)), Switch.get((short)random.nextInt(2)));
            case 13:
                return Messages.registerTrades(1_000 * id, 1 + random.nextInt(4), account, other, 1_000);
            case 14:
                return RiskMessages.propose(RiskMessages.fundInsurance(1, 1 + random.nextInt(10)));
            case 15:
            case 16:
                return Messages.updateMarkPrices(id, 700 + random.nextInt(600));
            default:
                return Messages.registerTrade(id, account, other, 1 + random.nextInt(150), 950 + random.nextInt(100));
        }
    }

    static String sender(final Random random, final UnsafeBuffer message)
    {
        final Template template = Templates.find(MessageCheck.templateId(message, 0));
        if (null != template && template.isRisk())
        {
            return random.nextBoolean() ? Desk.RISK : Desk.SECOND_RISK;
        }
        return 0 == random.nextInt(10) ? Desk.OTHER_GATEWAY : Desk.GATEWAY;
    }
}
