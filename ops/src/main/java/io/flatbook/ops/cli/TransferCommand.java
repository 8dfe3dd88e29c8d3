package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Moves collateral between two accounts of one owner (PAY-2).
 */
@Command(name = "transfer", description = {
    "Moves collateral between two accounts of one owner and asset (a gateway with COLLATERAL).",
    "The payer must be able to withdraw the amount. An account in a margin call, in liquidation, or whose default " +
    "run is held receives it whatever the status of the owner's other accounts."})
final class TransferCommand extends SendingCommand
{
    @Parameters(index = "0", paramLabel = "FROM", description = "Account that pays.")
    private long from;

    @Parameters(index = "1", paramLabel = "TO", description = "Account that receives.")
    private long to;

    @Parameters(index = "2", paramLabel = "AMOUNT", description = "Amount as a decimal.")
    private String decimal;

    @Option(names = "--reference", paramLabel = "N",
        description = "The gateway's own number of the payment (default: made of the time of day).")
    private Long reference;

    @Override
    String text()
    {
        final var json = JsonNodeFactory.instance.objectNode().put("command", "transferCollateral")
            .put("from", from).put("to", to).put("amount", decimal);
        return (null == reference ? json : json.put("reference", reference)).toString();
    }
}
