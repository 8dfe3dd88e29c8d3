package io.flatbook.ops.stress;

import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.Reply;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A copy of a live book on an engine in this process.
 */
public final class StressBook
{
    private static final String RISK = "risk/stress";
    private static final String GATEWAY = "gateway/stress";
    /** More than the largest position of one account can lose. */
    private static final long STAND_IN_MONEY = 1L << 59;
    private static final int MARKS_MAX = 256;
    private static final List<String> DEFINITION = List.of("symbol", "family", "kind", "settlementAsset",
        "tickSize", "lotSize", "multiplier", "expiry", "strikeTicks", "minPriceTicks", "maxPriceTicks",
        "optionInitialPpm", "optionInitialFloorPpm", "optionMaintenancePpm", "offsetPolicy", "spareHedges");
    private static final List<String> MARGIN = List.of("marginModel", "initialPerLot", "maintenancePerLot");
    private static final List<String> WATERFALL = List.of("fundFloor", "perOwnerCap", "windowCap", "windowMs",
        "liquidationFeePpm", "closeOutFeePpm", "houseDeficitGate", "withdrawalCap", "recourse", "closeOut");

    private final Protocol protocol = Protocol.wire();
    private final EngineTarget copy = new EngineTarget();
    private final BookReader live;
    private final Catalog liveCatalog;
    private final Catalog catalog = new Catalog();
    /** By number of the live instrument. */
    private final Map<Long, InstrumentValuation> valuations = new TreeMap<>();
    private final Map<Owner, Long> owners = new HashMap<>();
    private long nextNumber = 1;

    /** An owner's number means nothing at another venue; the copy has one venue. */
    private record Owner(long venue, long owner)
    {
    }

    /**
     * Copies a book.
     *
     * @param live        book to be read.
     * @param liveCatalog that has learned its assets and instruments.
     * @throws IllegalStateException when a part of it cannot be copied; the message names the part.
     */
    public StressBook(final BookReader live, final Catalog liveCatalog)
    {
        this.live = live;
        this.liveCatalog = liveCatalog;
        final Map<Long, WireRow> reports = new TreeMap<>();
        for (final BookReader.Entry instrument : live.instruments())
        {
            final Long instrumentId = instrument.row().number("instrument");
            if (!"SETTLED".equals(instrument.row().text("status")))
            {
                reports.put(instrumentId,
                    live.askOne(protocol.create("InstrumentQuery").with("instrument", instrumentId)).row());
            }
        }
        define(reports);
        moveMarks(Map.of());
        copyAccounts();
        reports.forEach(this::copyMargin);
        copyFunds();
    }

    /**
     * What the events of the copy are written with: its instruments have numbers of their own.
     *
     * @return assets, instruments and accounts of the copy.
     */
    public Catalog catalog()
    {
        return catalog;
    }

    /**
     * Moves marks.
     *
     * @param percentBySymbol moves by symbol of the instrument, or ALL for those that are not named.
     * @return what happens then, in order.
     */
    public List<WireMessage> moveMarks(final Map<String, BigDecimal> percentBySymbol)
    {
        final BigDecimal others = percentBySymbol.getOrDefault("ALL", BigDecimal.ZERO);
        final List<WireRow> marks = new ArrayList<>();
        final WireMessage update = protocol.create("UpdateMarkPrices").with("markSequence", nextNumber++);
        for (final InstrumentValuation valuation : valuations.values())
        {
            if (null != valuation.markTicks())
            {
                final String symbol = catalog.instrument((int)valuation.instrumentId()).symbol();
                marks.add(entry(update, "marks").put("instrument", valuation.instrumentId())
                    .put("markTicks", valuation.moved(percentBySymbol.getOrDefault(symbol, others))));
            }
        }
        if (marks.size() > MARKS_MAX)
        {
            throw new IllegalStateException("more than " + MARKS_MAX + " instruments have a mark");
        }
        return marks.isEmpty() ? List.of() : send(GATEWAY, update.with("marks", marks), "marks").events();
    }

    /**
     * Reads the copy.
     */
    BookReader reader()
    {
        return new BookReader(query -> copy.ask(RISK, query), new Catalog());
    }

    private void define(final Map<Long, WireRow> reports)
    {
        send(RISK, protocol.create("DefineGateway").with("gateway", "stress").with("venue", 1L)
            .with("guaranteed", "ON").with("capabilities", Set.of("trade", "collateral", "marks")), "gateway");
        for (final BookReader.Entry asset : live.assets())
        {
            send(RISK, protocol.create("DefineAsset").with("symbol", asset.row().text("symbol"))
                .with("scale", asset.row().number("scale")), "asset " + asset.row().text("symbol"));
        }
        reports.forEach((liveId, report) ->
        {
            final Long underlying = report.number("underlying");
            if (null == underlying || valuations.containsKey(underlying))
            {
                final long instrumentId = define(report,
                    null == underlying ? null : (Long)valuations.get(underlying).instrumentId());
                valuations.put(liveId, new InstrumentValuation(
                    instrumentId, report, liveCatalog.asset((int)report.required("settlementAsset"))));
            }
        });
    }

    /**
     * Defines an instrument with as little margin as may be, so that nobody is in distress before all is copied.
     */
    private long define(final WireRow report, final Long underlying)
    {
        final WireMessage definition = protocol.create("DefineInstrument").with("underlying", underlying)
            .with("marginModel", "TIERS").with("initialPerLot", Math.min(1, report.required("initialPerLot")))
            .with("maintenancePerLot", Math.min(1, report.required("maintenancePerLot")));
        DEFINITION.forEach(name -> definition.with(name, report.value(name)));
        if ("BOUNDED".equals(report.text("marginModel")))
        {
            definition.with("initialPerLot", 1L).with("maintenancePerLot", 1L);
        }
        if (null == underlying)
        {
            definition.with("marginTiers", List.of(entry(definition, "marginTiers")
                .put("floor", 0L).put("initialPpm", 0L).put("maintenancePpm", 0L)));
        }
        return send(RISK, definition, "instrument " + report.text("symbol")).outcome().row().required("detail");
    }

    private void copyMargin(final long liveId, final WireRow report)
    {
        final InstrumentValuation valuation = valuations.get(liveId);
        if (null == valuation)
        {
            return;
        }
        final String symbol = report.text("symbol");
        final WireMessage margin = protocol.create("SetMarginTiers").with("instrument", valuation.instrumentId());
        MARGIN.forEach(name -> margin.with(name, report.value(name)));
        final List<WireRow> tiers = new ArrayList<>();
        for (final WireRow tier : report.rows("marginTiers"))
        {
            tiers.add(entry(margin, "marginTiers").put("floor", tier.number("floor"))
                .put("initialPpm", tier.number("initialPpm")).put("maintenancePpm", tier.number("maintenancePpm")));
        }
        send(RISK, margin.with("marginTiers", tiers), "margin of " + symbol);
        if ("HALTED".equals(report.text("status")))
        {
            send(RISK, protocol.create("SetInstrumentStatus").with("instrument", valuation.instrumentId())
                .with("status", "HALTED"), "status of " + symbol);
        }
    }

    private void copyAccounts()
    {
        final Map<Long, List<Opening>> openings = new HashMap<>();
        final Map<Long, Long> costs = new HashMap<>();
        final Map<Long, List<Opening>> byInstrument = new TreeMap<>();
        for (final BookReader.Entry position : live.positions(null, null))
        {
            final WireRow row = position.row();
            final long accountId = row.required("account");
            final List<Opening> opened = valuations.get(row.required("instrument"))
                .open(accountId, row.required("quantityLots"), row.required("cost"));
            openings.computeIfAbsent(accountId, id -> new ArrayList<>()).addAll(opened);
            byInstrument.computeIfAbsent(row.required("instrument"), id -> new ArrayList<>()).addAll(opened);
            costs.merge(accountId, row.required("cost"), Math::addExact);
        }
        final Map<Long, Long> excess = new HashMap<>();
        for (final BookReader.Entry account : live.accounts())
        {
            excess.put(account.row().required("account"), openAccount(account.row(),
                openings.getOrDefault(account.row().required("account"), List.of()),
                costs.getOrDefault(account.row().required("account"), 0L)));
        }
        catalog.assets().forEach(asset -> openStandIn(asset.id()));
        for (final List<Opening> pieces : byInstrument.values())
        {
            trade(pieces, openings, excess);
        }
    }

    /**
     * Opens an account with more than it needs and returns what its last trade must take away again.
     */
    private long openAccount(final WireRow account, final List<Opening> opened, final long cost)
    {
        final long accountId = account.required("account");
        final Owner owner = new Owner(account.required("venue"), account.required("owner"));
        long target = Math.subtractExact(account.required("collateral"), cost);
        long margin = account.required("initialMargin");
        long profit = 0;
        for (final Opening opening : opened)
        {
            target = Math.addExact(target, opening.cost());
            profit = Math.addExact(profit, opening.value() - opening.cost());
            // Whatever part of its positions it has, it stays above its margin.
            margin = Math.addExact(margin, Math.abs(opening.value() - opening.cost()));
        }
        // An account below zero whose run waits is at zero in the copy: nothing may be opened below it.
        target = Math.max(target, -profit);
        final long deposit = opened.isEmpty() ? Math.max(0, target) : Math.addExact(Math.max(0, target), margin);
        send(GATEWAY, protocol.create("OpenAccount").with("account", accountId)
            .with("owner", owners.computeIfAbsent(owner, absent -> owners.size() + 1L))
            .with("asset", account.number("asset")), "account " + accountId);
        if (deposit > 0)
        {
            deposit(accountId, deposit);
        }
        return deposit - target;
    }

    private void openStandIn(final long assetId)
    {
        send(GATEWAY, protocol.create("OpenAccount").with("account", standIn(assetId))
            .with("owner", Long.MAX_VALUE).with("asset", assetId), "stand-in");
        deposit(standIn(assetId), STAND_IN_MONEY);
    }

    private void deposit(final long accountId, final long minorUnits)
    {
        send(GATEWAY, protocol.create("Deposit").with("account", accountId).with("amount", minorUnits)
            .with("reference", nextNumber++), "deposit of account " + accountId);
    }

    /**
     * Trades longs and shorts in turn, so that the stand-in never holds more than one of them.
     */
    private void trade(
        final List<Opening> pieces, final Map<Long, List<Opening>> openings, final Map<Long, Long> excess)
    {
        final List<Opening> waiting = new ArrayList<>(pieces);
        long standInLots = 0;
        while (!waiting.isEmpty())
        {
            Opening next = waiting.get(0);
            for (final Opening candidate : waiting)
            {
                if (candidate.lots() > 0 == standInLots > 0)
                {
                    next = candidate;
                    break;
                }
            }
            waiting.remove(next);
            standInLots -= next.lots();
            final List<Opening> left = openings.get(next.accountId());
            left.remove(next);
            trade(next, left.isEmpty() ? excess.get(next.accountId()) : 0L);
        }
    }

    private void trade(final Opening opening, final long fee)
    {
        final boolean isBuyer = opening.lots() > 0;
        final long standIn = standIn(catalog.instrument((int)opening.instrumentId()).settlementAsset());
        send(GATEWAY, protocol.create("RegisterTrade")
            .with("tradeId", nextNumber++)
            .with("instrument", opening.instrumentId())
            .with("buyer", isBuyer ? opening.accountId() : standIn)
            .with("seller", isBuyer ? standIn : opening.accountId())
            .with("quantityLots", Math.abs(opening.lots()))
            .with("priceTicks", opening.ticks())
            .with("buyerFee", isBuyer ? fee : 0L)
            .with("sellerFee", isBuyer ? 0L : fee)
            .with("cause", "TRADE")
            .with("flags", Set.of("guaranteed")), "position of account " + opening.accountId());
    }

    private void copyFunds()
    {
        for (final BookReader.Entry asset : live.assets())
        {
            final Long assetId = asset.row().number("asset");
            final WireRow fund = live.askOne(protocol.create("FundQuery").with("asset", assetId)).row();
            if (fund.required("insuranceFund") > 0)
            {
                send(RISK, protocol.create("FundInsurance").with("asset", assetId)
                    .with("amount", fund.number("insuranceFund")), "fund");
            }
            final WireMessage waterfall = protocol.create("SetWaterfall").with("asset", assetId)
                .with("liquidationTimeoutMs", 0L).with("trigger", "AUTOMATIC");
            WATERFALL.forEach(name -> waterfall.with(name, fund.value(name)));
            send(RISK, waterfall, "waterfall");
        }
    }

    private Reply send(final String principal, final WireMessage command, final String part)
    {
        final Reply reply = copy.submit(principal, command);
        reply.events().forEach(catalog::learn);
        final String reason = reply.outcome().row().text("reason");
        if (!"NONE".equals(reason))
        {
            throw new IllegalStateException(
                "cannot copy " + part + ": " + reason + " " + reply.outcome().row().text("field"));
        }
        return reply;
    }

    private static long standIn(final long assetId)
    {
        return Long.MAX_VALUE - assetId;
    }

    private static WireRow entry(final WireMessage message, final String group)
    {
        for (final WireField field : message.spec().fields())
        {
            if (field.name().equals(group))
            {
                return new WireRow(field.children());
            }
        }
        throw new IllegalArgumentException("no group " + group + " in " + message.name());
    }
}
