package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Gateway;
import io.flatbook.twin.TwinTerms.Verdict;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;

/** The commands by which risk defines things, switches them and moves money of the house (CMD-2, CMD-3, CMD-4). */
abstract class TwinDesk extends TwinSettings
{
    static final BigInteger DEPOSITS_MAX = BigInteger.ONE.shiftLeft(61);

    TwinDesk(final TwinLimits limits)
    {
        super(limits);
    }

    @Override
    public Verdict defineAsset(final By by, final int scale, final String symbol)
    {
        final TwinGuards guards = risk(by)
            .refuse(() -> scale < 0 || scale > 12, INVALID_FIELD, SCALE)
            .require(() -> TwinDefinitions.symbol(symbol), INVALID_FIELD, SYMBOL)
            .refuse(() -> assets.values().stream().anyMatch(asset -> asset.symbol.equals(symbol)),
                ALREADY_EXISTS, SYMBOL);
        return fourEyes(guards, by)
            .refuse(() -> assets.size() >= limits.assets(), TOO_MANY, ASSET)
            .answer(() ->
            {
                final Asset asset = new Asset();
                asset.id = assets.size() + 1;
                asset.symbol = symbol;
                asset.scale = scale;
                asset.waterfall = TwinTerms.TRIAL_WATERFALL;
                assets.put(asset.id, asset);
                emit("assetDefined", asset.id, symbol, scale, by.name());
                finish(List.of());
                return asset.id;
            });
    }

    @Override
    public Verdict defineInstrument(final By by, final Definition definition)
    {
        final Instrument instrument = new Instrument();
        final Asset asset = assets.get(definition.assetId());
        final Instrument underlying = null == definition.underlyingId() ?
            null : instruments.get(definition.underlyingId());
        final RejectField[] fault = new RejectField[1];
        return risk(by)
            .refuse(() -> TwinDefinitions.invalid(definition), INVALID_FIELD)
            .refuse(() -> null == asset, UNKNOWN_ASSET, SETTLEMENT_ASSET)
            .refuse(() -> null != definition.underlyingId() && null == underlying, UNKNOWN_INSTRUMENT, UNDERLYING)
            .refuse(() -> instruments.values().stream()
                .anyMatch(other -> other.definition.symbol().equals(definition.symbol())),
                ALREADY_EXISTS, SYMBOL)
            .refuse(() ->
            {
                fault[0] = TwinUnits.complete(instrument, definition, asset, underlying, limits.tiers());
                return TICK_SIZE == fault[0];
            }, INVALID_DEFINITION, TICK_SIZE, () -> TwinUnits.scaleThatWouldDo(definition))
            .refuse(() -> fault[0], INVALID_DEFINITION)
            .refuse(() -> openInstruments() >= limits.instruments(), TOO_MANY, INSTRUMENT)
            .answer(() ->
            {
                instrument.id = ++lastInstrument;
                instrument.spareHedges = Switch.ON == definition.spare();
                instruments.put(instrument.id, instrument);
                emit("instrumentDefined", instrument.id, definition.symbol(), instrument.family, definition.kind(),
                    asset.id, definition.minTicks(), definition.maxTicks(), instrument.protection,
                    instrument.margins, instrument.policy, definition.spare(), by.name());
                finish(List.of());
                return instrument.id;
            });
    }

    /** SETL-3: only instruments that are not settled count. */
    private long openInstruments()
    {
        return instruments.values().stream().filter(instrument -> SETTLED != instrument.status).count();
    }

    @Override
    public Verdict defineGateway(final By by, final Gateway asked)
    {
        final Principal known = principals.get("gateway/" + asked.name());
        final boolean again = null != known && known.defined;
        final TwinGuards guards = risk(by)
            .positive(asked.venue(), VENUE)
            .refuse(() -> asked.capabilities() <= 0 || asked.capabilities() > 15, INVALID_FIELD, CAPABILITIES)
            .refuse(() -> null == asked.guaranteed(), INVALID_FIELD, GUARANTEED)
            .refuse(() -> null != asked.accountFrom() && asked.accountFrom() <= 0, INVALID_FIELD, ACCOUNT_FROM)
            .refuse(() -> null != asked.accountTo() && asked.accountTo() <
                Objects.requireNonNullElse(asked.accountFrom(), 1L), INVALID_FIELD, ACCOUNT_TO)
            .require(() -> gatewayName(asked.name()), INVALID_FIELD, GATEWAY)
            .refuse(() -> asked.instrumentIds().size() > limits.marksPerUpdate(), INVALID_FIELD, INSTRUMENTS)
            .refuse(() -> again && known.venue != asked.venue(), INVALID_FIELD, VENUE);
        return fourEyes(guards, by)
            .refuse(() -> !again && gatewayCount() >= limits.gateways(), TOO_MANY, GATEWAY)
            .answer(() -> define(by, asked));
    }

    private long define(final By by, final Gateway asked)
    {
        final Principal gateway = principal(new By("gateway/" + asked.name(), false));
        reach(gateway.defined, Clause.NOUN_6_REPLACED);
        gateway.number = gateway.defined ? gateway.number : gatewayCount() + 1;
        gateway.defined = true;
        gateway.venue = asked.venue();
        gateway.capabilities = asked.capabilities();
        gateway.guaranteed = Switch.ON == asked.guaranteed();
        gateway.accountFrom = asked.accountFrom();
        gateway.accountTo = asked.accountTo();
        gateway.instrumentIds = asked.instrumentIds();
        emit("gatewayDefined", gateway.name, asked.venue(), asked.capabilities(), asked.guaranteed(),
            asked.accountFrom(), asked.accountTo(), asked.instrumentIds(), by.name());
        finish(List.of());
        return gateway.number;
    }

    private int gatewayCount()
    {
        return (int)principals.values().stream()
            .filter(principal -> Role.GATEWAY == principal.role && principal.defined).count();
    }

    static boolean gatewayName(final String name)
    {
        return null != name && name.matches("[a-z0-9._-]{1,24}");
    }

    private static int rank(final InstrumentStatus status)
    {
        return switch (status)
        {
            case TRADING -> 0;
            case CLOSE_ONLY, EXPIRED -> 1;
            default -> 2;
        };
    }

    @Override
    public Verdict setInstrumentStatus(final By by, final int instrumentId, final InstrumentStatus status)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final TwinGuards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> null == status || SETTLED == status || EXPIRED == status, INVALID_FIELD, STATUS)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        fourEyes(guards, by, guards.passed() && rank(status) >= rank(instrument.status));
        return guards
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .refuse(() -> reach(EXPIRED == instrument.status && HALTED != status, Clause.SETL_2_STAYS),
                INSTRUMENT_STATUS, INSTRUMENT)
            .then(() ->
            {
                final Long expiryMs = instrument.definition.expiryMs();
                final boolean expired = HALTED == instrument.status && HALTED != status && null != expiryMs &&
                    expiryMs <= timeMs;
                reach(expired, Clause.SETL_2_AGAIN);
                final InstrumentStatus to = expired ? EXPIRED : status;
                emit("instrumentStatusChanged", instrument.id, instrument.status, to, by.name());
                instrument.status = to;
                finish(List.of());
            });
    }

    @Override
    public Verdict setAccountMode(final By by, final long accountId, final AccountMode mode)
    {
        final Account account = accounts.get(accountId);
        final TwinGuards guards = risk(by)
            .positive(accountId, ACCOUNT)
            .refuse(() -> null == mode, INVALID_FIELD, MODE)
            .refuse(() -> null == account, UNKNOWN_ACCOUNT, ACCOUNT);
        fourEyes(guards, by, guards.passed() && mode.value() >= account.mode.value());
        return guards.then(() ->
        {
            emit("accountModeChanged", account.id, account.mode, mode, by.name());
            account.mode = mode;
            finish(List.of(account));
        });
    }

    @Override
    public Verdict setGatewayStatus(final By by, final String name, final GatewayStatus status)
    {
        final Principal known = principals.get("gateway/" + name);
        final Principal gateway = null == known || !known.defined ? null : known;
        final TwinGuards guards = risk(by)
            .refuse(() -> null == status, INVALID_FIELD, STATUS)
            .require(() -> gatewayName(name), INVALID_FIELD, GATEWAY)
            .refuse(() -> null == gateway, UNKNOWN_GATEWAY, GATEWAY);
        fourEyes(guards, by, guards.passed() && status.value() >= gateway.status.value());
        return guards.then(() ->
        {
            emit("gatewayStatusChanged", gateway.name, gateway.status, status, by.name());
            gateway.status = status;
            finish(List.of());
        });
    }

    @Override
    public Verdict setAssetStatus(final By by, final int assetId, final Switch withdrawals, final Switch runs)
    {
        final Asset asset = assets.get(assetId);
        final TwinGuards guards = risk(by)
            .positive(assetId, ASSET)
            .refuse(() -> null == withdrawals, INVALID_FIELD, WITHDRAWALS)
            .refuse(() -> null == runs, INVALID_FIELD, DEFAULT_RUNS)
            .refuse(() -> null == asset, UNKNOWN_ASSET, ASSET);
        fourEyes(guards, by, guards.passed() && runs == of(asset.runsOn) &&
            (Switch.OFF == withdrawals || asset.withdrawalsOn));
        return guards.then(() ->
        {
            emit("assetStatusChanged", asset.id, of(asset.withdrawalsOn), of(asset.runsOn), withdrawals, runs,
                by.name());
            asset.withdrawalsOn = Switch.ON == withdrawals;
            asset.runsOn = Switch.ON == runs;
            finish(List.of());
        });
    }

    private TwinGuards fundGuards(final By by, final int assetId, final long money)
    {
        return fourEyes(risk(by)
            .positive(assetId, ASSET)
            .positive(money, AMOUNT)
            .require(() -> assets.containsKey(assetId), UNKNOWN_ASSET, ASSET), by);
    }

    /** NUM-4. */
    boolean tooMuch(final Asset asset, final BigInteger money)
    {
        return less(DEPOSITS_MAX, asset.deposits.subtract(asset.withdrawals).add(money));
    }

    /** NUM-4. */
    static boolean tooMuch(final Account account, final BigInteger money)
    {
        return TwinMath.tooMuch(account.collateral.add(money));
    }

    @Override
    public Verdict fundInsurance(final By by, final int assetId, final long money)
    {
        final Asset asset = assets.get(assetId);
        return fundGuards(by, assetId, money)
            .refuse(() -> tooMuch(asset, big(money)) || TwinMath.tooMuch(asset.fund.add(big(money))),
                OVERFLOW, AMOUNT)
            .then(() ->
            {
                asset.deposits = asset.deposits.add(big(money));
                payIntoFund(asset, big(money), CollateralCause.FUND_INSURANCE, null);
                finish(List.of());
            });
    }

    @Override
    public Verdict withdrawInsurance(final By by, final int assetId, final long money)
    {
        final Asset asset = assets.get(assetId);
        return fundGuards(by, assetId, money)
            .refuse(() -> asset.houseDeficit.signum() > 0, HOUSE_DEFICIT, ASSET)
            .refuse(() -> accounts.values().stream().anyMatch(account -> account.asset == asset && needs(account)),
                DEFAULT_PENDING, ASSET)
            .refuse(() -> less(asset.fund.subtract(big(money)), big(asset.waterfall.fundFloor())),
                INSUFFICIENT_FUND, AMOUNT)
            .then(() ->
            {
                reach(accounts.values().stream().anyMatch(account -> account.asset == asset &&
                    DEFAULTED == account.status), Clause.CMD_4_FUND_DURING_DEFAULT);
                asset.fund = asset.fund.subtract(big(money));
                asset.withdrawals = asset.withdrawals.add(big(money));
                emit("insuranceFundChanged", asset.id, -money, asset.fund, CollateralCause.WITHDRAW_INSURANCE, null);
                finish(List.of());
            });
    }

    /** Whether an account may soon need the fund (CMD-4). */
    private boolean needs(final Account account)
    {
        return DEFAULTED == account.status && TwinMargin.equity(account).signum() < 0 ||
            LIQUIDATING == account.status && account.legs.values().stream().anyMatch(leg -> closable(leg.instrument));
    }

    @Override
    public Verdict withdrawFees(final By by, final int assetId, final long money)
    {
        final Asset asset = assets.get(assetId);
        return fundGuards(by, assetId, money)
            .refuse(() -> asset.houseDeficit.signum() > 0, HOUSE_DEFICIT, ASSET)
            .refuse(() -> less(asset.fees, big(money)), INSUFFICIENT_FUND, AMOUNT)
            .then(() ->
            {
                asset.fees = asset.fees.subtract(big(money));
                asset.withdrawals = asset.withdrawals.add(big(money));
                emit("feesWithdrawn", asset.id, money, asset.fees, by.name());
                finish(List.of());
            });
    }

    /** NUM-5. */
    @Override
    public Verdict sweepRounding(final By by, final int assetId)
    {
        final Asset asset = assets.get(assetId);
        return fourEyes(risk(by)
            .positive(assetId, ASSET)
            .require(() -> assets.containsKey(assetId), UNKNOWN_ASSET, ASSET), by)
            .refuse(() -> asset.rounding.signum() <= 0, INSUFFICIENT_FUND, ASSET)
            .refuse(() -> TwinMath.tooMuch(asset.fees.add(asset.rounding)), OVERFLOW, ASSET)
            .then(() ->
            {
                reach(Clause.NUM_5_SWEPT);
                emit("roundingSwept", asset.id, asset.rounding, by.name());
                asset.fees = asset.fees.add(asset.rounding);
                asset.rounding = BigInteger.ZERO;
                finish(List.of());
            });
    }
}
