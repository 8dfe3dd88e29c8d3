package io.flatbook.benchmark;

/**
 * Runs marks and trades for {@code scripts/build/instructions}, which counts the instructions of the interpreter: the
 * difference of two runs of unlike length is what the commands take, whatever else the machine does.
 */
public final class InstructionCount
{
    private static final int HOLDERS = 64;
    private static final int LEGS = 5;

    private InstructionCount()
    {
    }

    /**
     * Runs commands.
     *
     * @param args {@code trades|marks} and how many.
     */
    public static void main(final String[] args)
    {
        final Market market = new Market(HOLDERS, LEGS);
        final int count = Integer.parseInt(args[1]);
        if ("trades".equals(args[0]))
        {
            market.trades(count);
        }
        else
        {
            market.calm(count);
        }
    }
}
