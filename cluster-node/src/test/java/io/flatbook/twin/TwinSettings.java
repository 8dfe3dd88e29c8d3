package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Guards;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Verdict;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The commands by which risk defines and switches things. */
abstract class TwinSettings extends TwinRuns
{
    static final Waterfall TRIAL_WATERFALL =
        new Waterfall(0, null, null, 0, 0, 0, 0, 0, null, DefaultTrigger.AUTOMATIC);
    static final BigInteger DEPOSITS_MAX = BigInteger.ONE.shiftLeft(61);

    TwinSettings(final TwinLimits limits)
    {
        super(limits);
    }

    Guards risk(final Principal principal)
    {
        return new Guards().require(() -> Role.RISK == principal.role, NOT_AUTHORIZED, RejectField.NONE);
    }

    void fourEyes(final Guards guards, final boolean approved)
    {
        guards.refuse(() -> fourEyes && !approved, FOUR_EYES_REQUIRED, RejectField.NONE);
    }

    Guards instrumentGuards(final Guards guards, final int id)
    {
        return guards.positive(id, INSTRUMENT)
            .require(() -> instruments.containsKey(id), UNKNOWN_INSTRUMENT, INSTRUMENT);
    }

    Verdict defineAsset(final Principal by, final int scale, final String symbol)
    {
        return risk(by)
            .refuse(() -> scale < 0 || scale > 12, INVALID_FIELD, SCALE)
            .require(() -> TwinDefinitions.symbol(symbol, 16), INVALID_FIELD, SYMBOL)
            .refuse(() -> assets.values().stream().anyMatch(asset -> asset.symbol.equals(symbol)),
                ALREADY_EXISTS, SYMBOL)
            .refuse(() -> assets.size() >= limits.assets(), TOO_MANY, ASSET)
            .answer(() ->
            {
                final Asset asset = new Asset();
                asset.id = assets.size() + 1;
                asset.symbol = symbol;
                asset.scale = scale;
                asset.waterfall = TRIAL_WATERFALL;
                assets.put(asset.id, asset);
                emit("assetDefined", asset.id, symbol, scale, by.name);
                finish(List.of());
                return asset.id;
            });
    }

    Verdict defineInstrument(final Principal by, final Definition definition)
    {
        final Instrument instrument = new Instrument();
        final Asset asset = assets.get(definition.assetId());
        final Instrument underlying = null == definition.underlyingId() ?
            null : instruments.get(definition.underlyingId());
        return risk(by)
            .refuse(() -> TwinDefinitions.invalid(definition), INVALID_FIELD)
            .refuse(() -> null == asset, UNKNOWN_ASSET, SETTLEMENT_ASSET)
            .refuse(() -> null != definition.underlyingId() && null == underlying, UNKNOWN_INSTRUMENT, UNDERLYING)
            .refuse(() -> instruments.values().stream()
                .anyMatch(other -> other.definition.symbol().equals(definition.symbol())),
                ALREADY_EXISTS, SYMBOL)
            .refuse(() -> TwinDefinitions.complete(instrument, definition, asset, underlying, limits.tiers()),
                INVALID_DEFINITION)
            .refuse(() -> instruments.size() >= limits.instruments(), TOO_MANY, INSTRUMENT)
            .answer(() ->
            {
                instrument.id = instruments.size() + 1;
                instrument.protection = definition.protection();
                instruments.put(instrument.id, instrument);
                emit("instrumentDefined", instrument.id, definition.symbol(), definition.kind(), asset.id,
                    definition.minTicks(), definition.maxTicks(), instrument.protection,
                    instrument.tiers, instrument.policy, by.name);
                finish(List.of());
                return instrument.id;
            });
    }

    Verdict defineGateway(final Principal by, final String name, final int venue, final int capabilities,
        final Switch guaranteed)
    {
        return risk(by)
            .positive(venue, VENUE)
            .refuse(() -> capabilities <= 0 || capabilities > 15, INVALID_FIELD, CAPABILITIES)
            .refuse(() -> null == guaranteed, INVALID_FIELD, GUARANTEED)
            .require(() -> gatewayName(name), INVALID_FIELD, GATEWAY)
            .refuse(() -> principals.containsKey("gateway/" + name), ALREADY_EXISTS, GATEWAY)
            .refuse(() -> gatewayCount() >= limits.gateways(), TOO_MANY, GATEWAY)
            .answer(() ->
            {
                final Principal gateway = new Principal("gateway/" + name, Role.GATEWAY);
                gateway.number = gatewayCount() + 1;
                gateway.venue = venue;
                gateway.capabilities = capabilities;
                gateway.guaranteed = Switch.ON == guaranteed;
                principals.put(gateway.name, gateway);
                emit("gatewayDefined", gateway.name, venue, capabilities, guaranteed, by.name);
                finish(List.of());
                return gateway.number;
            });
    }

    private int gatewayCount()
    {
        return (int)principals.values().stream().filter(principal -> Role.GATEWAY == principal.role).count();
    }

    static boolean gatewayName(final String name)
    {
        return null != name && name.matches("[a-z0-9._-]{1,24}");
    }

    Verdict setMarginTiers(final Principal by, final int instrumentId, final List<Tier> tiers, final boolean approved)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final Guards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> TwinDefinitions.invalid(tiers), INVALID_FIELD)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT)
            .refuse(() -> TwinDefinitions.inconsistent(tiers, 1, limits.tiers()), INVALID_DEFINITION);
        fourEyes(guards, approved);
        return guards
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .answer(() ->
            {
                final List<Account> holders = new ArrayList<>();
                final List<Boolean> below = new ArrayList<>();
                for (final Position position : positions(instrument))
                {
                    holders.add(position.account);
                    below.add(belowMaintenance(position.account));
                }
                final List<Tier> old = instrument.tiers;
                instrument.tiers = tiers;
                long pushed = 0;
                for (int i = 0; i < holders.size(); i++)
                {
                    pushed += !below.get(i) && belowMaintenance(holders.get(i)) ? 1 : 0;
                }
                emit("marginTiersChanged", instrument.id, pushed, old, tiers, by.name);
                finish(holders);
                return pushed;
            });
    }

    private static boolean belowMaintenance(final Account account)
    {
        return less(TwinMargin.equity(account), TwinMargin.maintenance(account));
    }

    Verdict setOffsetPolicy(final Principal by, final int instrumentId, final OffsetPolicyKind policy)
    {
        final Instrument instrument = instruments.get(instrumentId);
        return risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> null == policy, INVALID_FIELD, OFFSET_POLICY)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT)
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .then(() ->
            {
                emit("offsetPolicyChanged", instrument.id, instrument.policy, policy, by.name);
                instrument.policy = policy;
                finish(List.of());
            });
    }

    Verdict setProtection(final Principal by, final int instrumentId, final Protection asked, final boolean approved)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final Guards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> TwinDefinitions.invalid(asked), INVALID_FIELD)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT)
            .refuse(() -> null != asked.maxPositionLots() && asked.maxPositionLots() > instrument.definedMaxLots,
                INVALID_DEFINITION, MAX_POSITION);
        fourEyes(guards, approved);
        return guards
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .then(() ->
            {
                emit("protectionChanged", instrument.id, instrument.protection, asked, by.name);
                instrument.protection = asked;
                finish(List.of());
            });
    }

    Verdict setWaterfall(final Principal by, final int assetId, final Waterfall waterfall, final boolean approved)
    {
        final Asset asset = assets.get(assetId);
        final Guards guards = risk(by)
            .positive(assetId, ASSET)
            .refuse(() -> TwinDefinitions.invalid(waterfall), INVALID_FIELD)
            .refuse(() -> null == asset, UNKNOWN_ASSET, ASSET);
        fourEyes(guards, approved);
        return guards.then(() ->
        {
            emit("waterfallChanged", asset.id, asset.waterfall, waterfall, by.name);
            if (asset.waterfall.windowMs() != waterfall.windowMs())
            {
                asset.drawn = new TwinNouns.Moved();
            }
            asset.waterfall = waterfall;
            finish(List.of());
        });
    }

    Verdict setControls(final Principal by, final Switch fourEyesAsked, final boolean approved)
    {
        final Guards guards = risk(by).refuse(() -> null == fourEyesAsked, INVALID_FIELD, FOUR_EYES);
        fourEyes(guards, approved);
        return guards.then(() ->
        {
            emit("controlsChanged", fourEyes ? Switch.ON : Switch.OFF, fourEyesAsked, by.name);
            fourEyes = Switch.ON == fourEyesAsked;
            finish(List.of());
        });
    }

    Verdict setInstrumentStatus(final Principal by, final int instrumentId, final InstrumentStatus status,
        final boolean approved)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final Guards guards = risk(by)
            .positive(instrumentId, INSTRUMENT)
            .refuse(() -> null == status || SETTLED == status, INVALID_FIELD, STATUS)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        fourEyes(guards, approved);
        return guards
            .refuse(() -> SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT)
            .then(() ->
            {
                emit("instrumentStatusChanged", instrument.id, instrument.status, status, by.name);
                instrument.status = status;
                finish(List.of());
            });
    }

    Verdict setAccountStatus(final Principal by, final long accountId, final AccountMode mode, final boolean approved)
    {
        final Account account = accounts.get(accountId);
        final Guards guards = risk(by)
            .positive(accountId, ACCOUNT)
            .refuse(() -> null == mode, INVALID_FIELD, STATUS)
            .refuse(() -> null == account, UNKNOWN_ACCOUNT, ACCOUNT);
        fourEyes(guards, approved);
        return guards.then(() ->
        {
            emit("accountModeChanged", account.id, account.mode, mode, by.name);
            account.mode = mode;
            finish(List.of(account));
        });
    }

    Verdict setGatewayStatus(final Principal by, final String name, final GatewayStatus status, final boolean approved)
    {
        final Principal gateway = principals.get("gateway/" + name);
        final Guards guards = risk(by)
            .refuse(() -> null == status, INVALID_FIELD, STATUS)
            .require(() -> gatewayName(name), INVALID_FIELD, GATEWAY)
            .refuse(() -> null == gateway, UNKNOWN_GATEWAY, GATEWAY);
        fourEyes(guards, approved);
        return guards.then(() ->
        {
            emit("gatewayStatusChanged", gateway.name, gateway.status, status, by.name);
            gateway.status = status;
            finish(List.of());
        });
    }

    private static Switch of(final boolean on)
    {
        return on ? Switch.ON : Switch.OFF;
    }

    Verdict setAssetStatus(final Principal by, final int assetId, final Switch withdrawals, final Switch runs,
        final boolean approved)
    {
        final Asset asset = assets.get(assetId);
        final Guards guards = risk(by)
            .positive(assetId, ASSET)
            .refuse(() -> null == withdrawals, INVALID_FIELD, WITHDRAWALS)
            .refuse(() -> null == runs, INVALID_FIELD, DEFAULT_RUNS)
            .refuse(() -> null == asset, UNKNOWN_ASSET, ASSET);
        fourEyes(guards, approved);
        return guards.then(() ->
        {
            emit("assetStatusChanged", asset.id, of(asset.withdrawalsOn), of(asset.runsOn), withdrawals, runs, by.name);
            asset.withdrawalsOn = Switch.ON == withdrawals;
            asset.runsOn = Switch.ON == runs;
            finish(List.of());
        });
    }

    private Guards fundGuards(final Principal by, final int assetId, final long money, final boolean approved)
    {
        final Guards guards = risk(by)
            .positive(assetId, ASSET)
            .positive(money, AMOUNT)
            .require(() -> assets.containsKey(assetId), UNKNOWN_ASSET, ASSET);
        fourEyes(guards, approved);
        return guards;
    }

    boolean tooMuch(final Asset asset, final BigInteger money)
    {
        return less(DEPOSITS_MAX, asset.deposits.subtract(asset.withdrawals).add(money));
    }

    Verdict fundInsurance(final Principal by, final int assetId, final long money, final boolean approved)
    {
        final Asset asset = assets.get(assetId);
        return fundGuards(by, assetId, money, approved)
            .refuse(() -> tooMuch(asset, big(money)), OVERFLOW, AMOUNT)
            .then(() ->
            {
                asset.deposits = asset.deposits.add(big(money));
                payIntoFund(asset, big(money), CollateralCause.FUND_INSURANCE, null);
                finish(List.of());
            });
    }

    Verdict withdrawInsurance(final Principal by, final int assetId, final long money, final boolean approved)
    {
        final Asset asset = assets.get(assetId);
        return fundGuards(by, assetId, money, approved)
            .refuse(() -> asset.houseDeficit.signum() > 0, HOUSE_DEFICIT, ASSET)
            .refuse(() -> accounts.values().stream().anyMatch(account -> account.asset == asset &&
                (LIQUIDATING == account.status || DEFAULTED == account.status)),
                DEFAULT_PENDING, ASSET)
            .refuse(() -> less(asset.fund.subtract(big(money)), big(asset.waterfall.fundFloor())),
                INSUFFICIENT_FUND, AMOUNT)
            .then(() ->
            {
                asset.fund = asset.fund.subtract(big(money));
                asset.withdrawals = asset.withdrawals.add(big(money));
                emit("insuranceFundChanged", asset.id, -money, asset.fund, CollateralCause.WITHDRAW_INSURANCE, null);
                finish(List.of());
            });
    }

    Verdict withdrawFees(final Principal by, final int assetId, final long money, final boolean approved)
    {
        final Asset asset = assets.get(assetId);
        return fundGuards(by, assetId, money, approved)
            .refuse(() -> less(asset.fees, big(money)), INSUFFICIENT_FUND, AMOUNT)
            .then(() ->
            {
                asset.fees = asset.fees.subtract(big(money));
                asset.withdrawals = asset.withdrawals.add(big(money));
                emit("feesWithdrawn", asset.id, money, asset.fees, by.name);
                finish(List.of());
            });
    }
}
