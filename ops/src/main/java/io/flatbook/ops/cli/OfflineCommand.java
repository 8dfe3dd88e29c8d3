package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.replay.AssetTotals;
import io.flatbook.ops.replay.BadRecordingException;
import io.flatbook.ops.replay.InstrumentTotals;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A verb that reads the data directory of a node, and needs no cluster.
 */
abstract class OfflineCommand implements Callable<Integer>
{
    static final String DIRECTORY =
        "Data directory of a node that does not run, or a copy of one that does.";

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call()
    {
        try
        {
            return run();
        }
        catch (final BadRecordingException | IllegalStateException ex)
        {
            throw new CliException(ExitCode.FAILURE, ex.getMessage());
        }
    }

    /**
     * Does the work.
     *
     * @return exit code.
     * @throws IllegalStateException if the directory is in use, or has not what is wanted.
     */
    abstract int run();

    final RootCommand root()
    {
        return (RootCommand)spec.root().userObject();
    }

    final Surroundings surroundings()
    {
        return root().surroundings();
    }

    final Answer answer()
    {
        return root().answer();
    }

    final void talk(final String sentence)
    {
        surroundings().err().println(sentence);
    }

    static ObjectNode row()
    {
        return JsonNodeFactory.instance.objectNode();
    }

    static List<ObjectNode> assets(final List<AssetTotals> all)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        for (final AssetTotals asset : all)
        {
            rows.add(row().put("asset", asset.symbol())
                .put("insuranceFund", money(asset, asset.insuranceFund()))
                .put("fees", money(asset, asset.fees()))
                .put("rounding", money(asset, asset.rounding()))
                .put("houseDeficit", total(asset, asset.houseDeficit()))
                .put("deposits", total(asset, asset.deposits()))
                .put("withdrawals", total(asset, asset.withdrawals()))
                .put("balanced", asset.isBalanced()));
        }
        return rows;
    }

    static List<ObjectNode> instruments(final List<InstrumentTotals> all)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        for (final InstrumentTotals instrument : all)
        {
            rows.add(row().put("instrument", instrument.symbol())
                .put("positions", instrument.positions())
                .put("openInterestLots", instrument.longLots())
                .put("sumLots", instrument.quantitySum()));
        }
        return rows;
    }

    private static String money(final AssetTotals asset, final long minorUnits)
    {
        return BigDecimal.valueOf(minorUnits, asset.scale()).toPlainString();
    }

    private static String total(final AssetTotals asset, final BigInteger minorUnits)
    {
        return new BigDecimal(minorUnits, asset.scale()).toPlainString();
    }
}
