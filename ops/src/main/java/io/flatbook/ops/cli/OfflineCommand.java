package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.replay.AssetTotals;
import io.flatbook.ops.replay.BadRecordingException;
import io.flatbook.ops.replay.InstrumentTotals;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.Figure;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
            final AssetTerms terms = new AssetTerms(0, asset.symbol(), asset.scale());
            final ObjectNode row = row().put("asset", asset.symbol());
            row.set("insuranceFund", Figure.money(terms, asset.insuranceFund()));
            row.set("fees", Figure.money(terms, asset.fees()));
            row.set("rounding", Figure.money(terms, asset.rounding()));
            row.set("houseDeficit", Figure.money(terms, asset.houseDeficit()));
            row.set("deposits", Figure.money(terms, asset.deposits()));
            row.set("withdrawals", Figure.money(terms, asset.withdrawals()));
            rows.add(row.put("balanced", asset.isBalanced()));
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
}
