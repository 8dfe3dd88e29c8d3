package io.flatbook.proving.demo;

import io.flatbook.client.ClientListener;
import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.DefaultRunCompletedDecoder;
import io.flatbook.sbe.DefaultRunHeldDecoder;
import io.flatbook.sbe.DefaultRunStartedDecoder;
import io.flatbook.sbe.HaircutPageDecoder;
import io.flatbook.sbe.PositionOffsetDecoder;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the events of the crash say.
 */
final class Crash implements ClientListener
{
    private static final int WITHOUT_RANK = 0;

    private final List<Offset> offsets = new ArrayList<>();
    private final Set<Long> counterparties = new HashSet<>();
    private final List<String> surprises = new ArrayList<>();
    private Waterfall waterfall;
    private long surchargeDue;
    private int runs;

    /**
     * A pair that was closed.
     *
     * @param instrumentId   of the instrument.
     * @param counterparty   account.
     * @param lots           closed.
     * @param markTicks      at which it was closed.
     * @param surcharge      that the counterparty paid, in minor units.
     * @param counterpartyPnl that the counterparty realized, in minor units.
     * @param rank           in the queue; 0 for none.
     * @param leveragePpm    of the counterparty.
     */
    record Offset(int instrumentId, long counterparty, long lots, long markTicks, long surcharge,
        long counterpartyPnl, long rank, long leveragePpm)
    {
    }

    /**
     * Layers of the run, in minor units.
     *
     * @param account        in default.
     * @param deficit        of the run.
     * @param ownAccounts    collected from accounts that answer for it.
     * @param fund           drawn from the insurance fund.
     * @param fundAfter      what the fund still has.
     * @param surchargeDue   owed by counterparties.
     * @param surcharge      paid by them.
     * @param haircut        taken from gains.
     * @param houseDeficit   booked to the house.
     * @param notionalClosed sum of absolute values closed.
     */
    record Waterfall(long account, long deficit, long ownAccounts, long fund, long fundAfter, long surchargeDue,
        long surcharge, long haircut, long houseDeficit, long notionalClosed)
    {
    }

    boolean isOver()
    {
        return null != waterfall;
    }

    Waterfall waterfall()
    {
        return waterfall;
    }

    List<Offset> offsets()
    {
        return offsets;
    }

    int counterparties()
    {
        return counterparties.size();
    }

    /** What must not have happened. */
    List<String> surprises()
    {
        return surprises;
    }

    @Override
    public void onDefaultRunStarted(final DefaultRunStartedDecoder event)
    {
        runs++;
        if (1 < runs || Population.DEFAULTER != event.account())
        {
            surprises.add("account " + event.account() + " defaulted");
        }
    }

    @Override
    public void onDefaultRunHeld(final DefaultRunHeldDecoder event)
    {
        surprises.add("the run of account " + event.account() + " waits: " + event.reason());
    }

    @Override
    public void onAccountStatusChanged(final AccountStatusChangedDecoder event)
    {
        if (Population.DEFAULTER != event.account())
        {
            surprises.add("account " + event.account() + " went from " + event.from() + " to " + event.to());
        }
    }

    @Override
    public void onPositionOffset(final PositionOffsetDecoder event)
    {
        final long rank = event.rank() == PositionOffsetDecoder.rankNullValue() ? WITHOUT_RANK : event.rank();
        counterparties.add(event.counterparty());
        surchargeDue += event.surchargeDue();
        offsets.add(new Offset(event.instrument(), event.counterparty(), event.quantityLots(), event.markTicks(),
            event.surcharge(), event.counterpartyRealizedPnl(), rank, event.leverage()));
    }

    @Override
    public void onGainsHaircut(final HaircutPageDecoder page, final HaircutPageDecoder.RowsDecoder row)
    {
        counterparties.add(row.account());
    }

    @Override
    public void onDefaultRunCompleted(final DefaultRunCompletedDecoder event)
    {
        waterfall = new Waterfall(event.account(), event.deficit(), event.ownAccounts(), event.fund(),
            event.fundAfter(), surchargeDue, event.surcharge(), event.haircut(), event.houseDeficit(),
            event.notionalClosed());
    }
}
