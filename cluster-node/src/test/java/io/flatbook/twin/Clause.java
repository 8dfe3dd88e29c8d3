package io.flatbook.twin;

import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.OffsetPolicyKind;

/** Branches of the contract that a workload must reach, by clause; the twin counts them where they decide something. */
enum Clause
{
    NUM_2_NEGATIVE_MARK("NUM-2 negative mark"),
    NUM_2_NEGATIVE_PRICE("NUM-2 negative price of a trade"),
    NUM_3_ROUNDING("NUM-3 inverse pair leaves rounding"),
    NUM_4_BOUNDS_MOVED("NUM-4 bounds moved"),
    NUM_5_ROUNDING("NUM-5 rounding of a funding"),
    NUM_5_SWEPT("NUM-5 rounding swept"),
    NOUN_6_RANGE("NOUN-6 range of accounts"),
    NOUN_6_REPLACED("NOUN-6 gateway defined again"),
    NOUN_8_VENUE("NOUN-8 accounts per venue"),
    NOUN_8_OWNER("NOUN-8 accounts per owner"),
    NOUN_8_PROPOSALS("NOUN-8 proposals per principal"),
    BOOK_1_CROSSING("BOOK-1 trade through zero"),
    MAR_2_PER_LOT("MAR-2 margin per lot"),
    MAR_3_BOUNDED("MAR-3 bounded"),
    MAR_4_SHORT_CALL("MAR-4 short call"),
    MAR_4_SHORT_PUT("MAR-4 short put"),
    MARK_1_SKIPPED("MARK-1 skipped beside applied"),
    MARK_2_ABSOLUTE("MARK-2 band in ticks"),
    MARK_2_WINDOW("MARK-2 held by the window's reference only"),
    MARK_2_WINDOW_CHANGED("MARK-2 window changed"),
    MARK_3_BACK("MARK-3 back within the band"),
    MARK_3_BOUNDS("MARK-3 outside the bounds"),
    MARK_3_GATEWAY("MARK-3 confirmed by another gateway"),
    MARK_3_REPLACED("MARK-3 held mark replaced"),
    MARK_3_RISK("MARK-3 confirmed by risk"),
    MARK_5_NEGATIVE("MARK-5 funding at a negative mark"),
    MARK_6_VARIATION("MARK-6 variation settled"),
    CMD_2_PUSHED("CMD-2 margin pushed accounts below maintenance"),
    CMD_3_FROZEN_LIQUIDATED("CMD-3 FROZEN account liquidated"),
    CMD_4_FUND_DURING_DEFAULT("CMD-4 fund withdrawn while a run waits"),
    TRD_1_OWNER_POSITION("TRD-1 position of an owner"),
    TRD_2_PLEDGED("TRD-2 pledged"),
    TRD_2_OWNER("TRD-2 answerable under OWNER"),
    TRD_2_REDUCTION("TRD-2 reduction that spends margin"),
    TRD_2_DOUBT("TRD-2 guaranteed but kept by doubt"),
    TRD_3_CLOSE_ONLY("TRD-3 liquidation in CLOSE_ONLY"),
    TRD_5_BUST("TRD-5 bust"),
    TRD_5_LIQUIDATING("TRD-5 bust with a LIQUIDATING party"),
    TRD_5_OTHER_ACCOUNT("TRD-5 account was opened again"),
    PAY_1_NOBODY_ELSE("PAY-1 withdrawal while a stranger's run waits"),
    PAY_1_OWNER("PAY-1 MARGIN_CALL of the owner"),
    PAY_1_PLEDGED("PAY-1 pledged"),
    PAY_2_TRANSFER("PAY-2 transfer"),
    PAY_2_RESCUE("PAY-2 rescue"),
    PAY_2_PLEDGED_RESCUE("PAY-2 rescue by a pledged payer"),
    PAY_2_HELD_TAKES("PAY-2 held account takes money"),
    MOV_1_PRICE("MOV-1 at a price"),
    MOV_1_LIQUIDATING("MOV-1 from a LIQUIDATING account"),
    MOV_1_DEFAULTED("MOV-1 from a DEFAULTED account"),
    MOV_1_OFFSET("MOV-1 positions offset"),
    SET_2_OPTION_PER_LOT("SET-2 option's margin per lot"),
    STAT_1_ZERO("STAT-1 equity of exactly 0"),
    STAT_2_KEPT("STAT-2 kept by doubt"),
    STAT_2_HELD("STAT-2 doubt of a held mark"),
    STAT_2_STALE("STAT-2 doubt of a stale mark"),
    STAT_2_OPTION("STAT-2 doubt of an option"),
    STAT_2_FRESH("STAT-2 a setting makes a mark fresh"),
    STAT_2_CAP("STAT-2 doubt at three times initial"),
    STAT_2_SETTLEMENT("STAT-2 no doubt after a settlement"),
    STAT_3_FEE("STAT-3 liquidation fee"),
    STAT_4_DEADLINE("STAT-4 deadline"),
    STAT_4_PUT_OFF("STAT-4 put off"),
    STAT_4_REMOVED("STAT-4 removed"),
    STAT_4_MARGIN_CALL("STAT-4 MARGIN_CALL instead"),
    STAT_5_WAY_BACK("STAT-5 way back"),
    STAT_5_DEBT("STAT-5 way back with debt"),
    STAT_6_DECLARED("STAT-6 declared while OPERATOR holds it"),
    STAT_6_SETTLEMENT("STAT-6 settlement starts a waiting run"),
    RUN_1_PARTIAL("RUN-1 partial"),
    RUN_1_KEPT("RUN-1 kept"),
    RUN_1_FURTHER("RUN-1 further run"),
    RUN_1_SETTLED("RUN-1 run for a settled leg only"),
    RUN_1_SUSPECT("RUN-1 held: MARK_SUSPECT"),
    RUN_1_STALE("RUN-1 held: MARK_STALE"),
    RUN_1_HALTED("RUN-1 held: INSTRUMENT_HALTED"),
    RUN_1_SUSPENDED("RUN-1 held: RUNS_SUSPENDED"),
    RUN_1_OPERATOR("RUN-1 held: OPERATOR"),
    RUN_2_SEVERAL("RUN-2 several runs in a round"),
    RUN_2_SECOND_ROUND("RUN-2 second round in one entry"),
    RUN_3_PLEDGED("RUN-3 pledged"),
    RUN_3_DISTRESSED_PLEDGED("RUN-3 distressed and pledged"),
    RUN_3_DOUBT("RUN-3 pledged for one kept by doubt"),
    RUN_3_SETTLEMENT("RUN-3 by the positions before a settlement"),
    RUN_3_RELEASED("RUN-3 released"),
    RUN_4_OWN("RUN-4 own position"),
    RUN_4_OWN_AT_LOSS("RUN-4 own position at a loss"),
    RUN_4_LIQUIDATING("RUN-4 against a LIQUIDATING account"),
    RUN_4_DEFAULTERS("RUN-4 against a run of the round"),
    RUN_4_COLLECTED("RUN-4 collected under HEDGES"),
    RUN_4_COLLECTED_OWNER("RUN-4 collected under OWNER"),
    RUN_4_COLLECTED_FROM_RUN("RUN-4 collected from an account with a run"),
    RUN_5_DRAWN("RUN-5 drawn"),
    RUN_5_SHARED("RUN-5 shared"),
    RUN_5_OWNER_CAP("RUN-5 cap per owner"),
    RUN_5_WINDOW_CAP("RUN-5 window cap"),
    RUN_7_SURCHARGE("RUN-7 surcharge"),
    RUN_7_GAIN("RUN-7 limited by the gain"),
    RUN_7_HEADROOM("RUN-7 limited by headroom"),
    RUN_7_WAITING("RUN-7 against an account whose run waits"),
    RUN_7_OWN("RUN-7 only own positions left"),
    RUN_8_COST("RUN-8 taken from cost"),
    RUN_8_COLLATERAL("RUN-8 taken from collateral"),
    RUN_8_RECEIVED("RUN-8 gain of a settlement or funding"),
    RUN_8_SIDES("RUN-8 several sides"),
    RUN_8_GIVEN_AWAY("RUN-8 side that was given away"),
    RUN_9_HOUSE("RUN-9 house deficit"),
    RUN_9_INFLOW("RUN-9 inflow repays the house"),
    RUN_9_FEE("RUN-9 close-out fee"),
    RUN_9_DEBT("RUN-9 debt"),
    RUN_9_REPAID("RUN-9 debt repaid"),
    RUN_10_PART("RUN-10 only a part"),
    RUN_10_BACK("RUN-10 back to the table"),
    RUN_11_CUT("RUN-11 round cut"),
    RUN_11_MOST_RUNS("RUN-11 more runs than bookings"),
    RUN_11_LOTS_COUNT("RUN-11 lots count as bookings"),
    RUN_11_DEFERRED("RUN-11 held: ENTRY_FULL"),
    RUN_11_LATER_ROUND("RUN-11 later round"),
    POL_1_QUEUE("POL-1"),
    POL_2_PRO_RATA("POL-2"),
    POL_3_WATERFILL("POL-3"),
    POL_4_SPARED("POL-4 spared"),
    SETL_1_OPTION("SETL-1 option"),
    SETL_1_NEGATIVE("SETL-1 at or below zero"),
    SETL_1_ROUNDING("SETL-1 rounding"),
    SETL_2_EXPIRED("SETL-2 expired"),
    SETL_2_AGAIN("SETL-2 EXPIRED again after HALTED"),
    SETL_2_STAYS("SETL-2 EXPIRED does not trade again"),
    SETL_3_REMOVED("SETL-3 removed"),
    EYES_1_APPROVED("EYES-1 approved"),
    EYES_1_STRICTER("EYES-1 stricter needs one"),
    EYES_2_REJECTED("EYES-2 rejected"),
    EYES_2_WITHDRAWN("EYES-2 withdrawn"),
    EYES_2_EXPIRED("EYES-2 expired"),
    DET_1_STEP("DET-1 clock step");

    private final String text;

    Clause(final String text)
    {
        this.text = text;
    }

    /** The branch by which a run is held. */
    static Clause of(final HoldReason reason)
    {
        return switch (reason)
        {
            case MARK_SUSPECT -> RUN_1_SUSPECT;
            case MARK_STALE -> RUN_1_STALE;
            case INSTRUMENT_HALTED -> RUN_1_HALTED;
            case RUNS_SUSPENDED -> RUN_1_SUSPENDED;
            case OPERATOR -> RUN_1_OPERATOR;
            default -> RUN_11_DEFERRED;
        };
    }

    /** The policy that chose. */
    static Clause of(final OffsetPolicyKind policy)
    {
        return switch (policy)
        {
            case PRO_RATA -> POL_2_PRO_RATA;
            case WATERFILL -> POL_3_WATERFILL;
            default -> POL_1_QUEUE;
        };
    }

    @Override
    public String toString()
    {
        return text;
    }
}
