package io.flatbook.cluster;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
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
        final int[] accounts = {1, 1, 2, 2, 5, 5, 6, 3};
        final long account = accounts[random.nextInt(accounts.length)];
        final long other = accounts[random.nextInt(accounts.length)];
        if (0 == random.nextInt(4))
        {
            return setting(random, id);
        }
        switch (random.nextInt(24))
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
            case 17:
                return Messages.transferCollateral(1, 6, 1 + random.nextInt(50_000), id);
            case 18:
                return Messages.transferCollateral(6, 1, 1 + random.nextInt(50_000), id);
            default:
                return Messages.registerTrade(id, account, other, 1 + random.nextInt(150), 950 + random.nextInt(100));
        }
    }

    /** A setting of contract 2 by chance, most of them such that trading goes on. */
    private static UnsafeBuffer setting(final Random random, final long id)
    {
        switch (random.nextInt(10))
        {
            case 0:
                return RiskMessages.setProtection(1, (terms) -> terms.markBandPpm(300_000).markBandMs(5_000)
                    .markMaxAgeMs(0 == random.nextInt(3) ? 500 : 0).doubtPpm(random.nextInt(500_000)));
            case 1:
                return RiskMessages.setProtection(1, (terms) -> terms.maxOwnerPositionLots(500));
            case 2:
                return RiskMessages.setWaterfall(1, (terms) -> terms.perOwnerCap(10_000).windowMs(3_000)
                    .withdrawalCap(200_000).liquidationTimeoutMs(random.nextInt(3) * 400L).recourse(Recourse.OWNER));
            case 3:
                return RiskMessages.setWaterfall(1, (terms) -> terms.closeOutFeePpm(100).closeOut(CloseOut.LEAST));
            case 4:
                return RiskMessages.setWaterfall(1, DefaultTrigger.OPERATOR);
            case 5:
                return RiskMessages.setPriceBounds(1, 1 + random.nextInt(600), 5_000_000);
            case 6:
                return RiskMessages.settleVariation(1);
            case 7:
                return RiskMessages.rejectProposal(1 + random.nextInt(20));
            case 8:
                return RiskMessages.defineGateway("b", 2, 15, 1, 1_000 + id, 1, 2);
            default:
                return RiskMessages.confirmMark(1, 700 + random.nextInt(600));
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
