package io.flatbook.ops.view;

import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Assets, instruments and accounts that are known, learned from events and reports.
 */
public final class Catalog
{
    private final Map<Integer, AssetTerms> assets = new TreeMap<>();
    private final Map<String, AssetTerms> assetsBySymbol = new HashMap<>();
    private final Map<Integer, InstrumentTerms> instruments = new TreeMap<>();
    private final Map<String, InstrumentTerms> instrumentsBySymbol = new HashMap<>();
    private final Map<Long, Integer> accountAssets = new HashMap<>();

    /**
     * Learns from an event or report; other messages are passed over.
     *
     * @param message that passes by.
     */
    public void learn(final WireMessage message)
    {
        switch (message.name())
        {
            case "AssetDefined" -> learnAsset(message.row());
            case "AssetsReport" -> message.row().rows("assets").forEach(this::learnAsset);
            case "InstrumentDefined", "InstrumentReport" -> learnInstrument(message.row());
            case "InstrumentsReport" -> message.row().rows("instruments").forEach(this::learnInstrument);
            case "AccountOpened" -> learnAccount(message.row());
            case "AccountsReport" -> message.row().rows("accounts").forEach(this::learnAccount);
            default ->
            {
                // Others define nothing.
            }
        }
    }

    /**
     * Number of assets known.
     */
    public int assetCount()
    {
        return assets.size();
    }

    /**
     * All assets in order of number.
     *
     * @return the assets.
     */
    public Iterable<AssetTerms> assets()
    {
        return assets.values();
    }

    /**
     * All instruments in order of number.
     *
     * @return the instruments.
     */
    public Iterable<InstrumentTerms> instruments()
    {
        return instruments.values();
    }

    /**
     * An asset by number.
     *
     * @param id of the asset.
     * @return the asset, or {@link AssetTerms#UNKNOWN}.
     */
    public AssetTerms asset(final int id)
    {
        return assets.getOrDefault(id, AssetTerms.UNKNOWN);
    }

    /**
     * An asset by symbol.
     *
     * @param symbol of the asset.
     * @return the asset, or null.
     */
    public AssetTerms asset(final String symbol)
    {
        return assetsBySymbol.get(symbol);
    }

    /**
     * The asset that was defined first, which is meant if none is named.
     *
     * @return the asset, or {@link AssetTerms#UNKNOWN}.
     */
    public AssetTerms firstAsset()
    {
        return assets.isEmpty() ? AssetTerms.UNKNOWN : assets.values().iterator().next();
    }

    /**
     * An instrument by number.
     *
     * @param id of the instrument.
     * @return the instrument, or null.
     */
    public InstrumentTerms instrument(final int id)
    {
        return instruments.get(id);
    }

    /**
     * An instrument by symbol.
     *
     * @param symbol of the instrument.
     * @return the instrument, or null.
     */
    public InstrumentTerms instrument(final String symbol)
    {
        return instrumentsBySymbol.get(symbol);
    }

    /**
     * The instrument whose price settles another: an option's underlying, any other itself.
     *
     * @param instrument to settle, or null.
     * @return the instrument, or null.
     */
    public InstrumentTerms settlementPriceOf(final InstrumentTerms instrument)
    {
        return null != instrument && instrument.isOption() && instruments.containsKey(instrument.underlying()) ?
            instruments.get(instrument.underlying()) : instrument;
    }

    /**
     * The family of an instrument: its label, by default that of an option's underlying and any other's own symbol.
     *
     * @param instrument that is known.
     * @return the label.
     */
    public String familyOf(final InstrumentTerms instrument)
    {
        if (null != instrument.family() && !instrument.family().isEmpty())
        {
            return instrument.family();
        }
        final InstrumentTerms underlying = instrument.isOption() ? instruments.get(instrument.underlying()) : null;
        return null == underlying ? instrument.symbol() : familyOf(underlying);
    }

    /**
     * Whether the asset of an account is known.
     *
     * @param accountId of the account.
     * @return whether it is.
     */
    public boolean knowsAccount(final long accountId)
    {
        return accountAssets.containsKey(accountId);
    }

    /**
     * The asset in which an account settles.
     *
     * @param accountId of the account.
     * @return the asset; the first one when the account is not known.
     */
    public AssetTerms assetOfAccount(final long accountId)
    {
        final Integer asset = accountAssets.get(accountId);
        return null == asset ? firstAsset() : asset(asset);
    }

    private void learnAsset(final WireRow row)
    {
        final AssetTerms asset = new AssetTerms(
            (int)row.required("asset"), row.text("symbol"), (int)row.required("scale"));
        assets.put(asset.id(), asset);
        assetsBySymbol.put(asset.symbol(), asset);
    }

    private void learnInstrument(final WireRow row)
    {
        final InstrumentTerms instrument = InstrumentTerms.of((int)row.required("instrument"), row);
        instruments.put(instrument.id(), instrument);
        instrumentsBySymbol.put(instrument.symbol(), instrument);
    }

    private void learnAccount(final WireRow row)
    {
        accountAssets.put(row.required("account"), (int)row.required("asset"));
    }
}
