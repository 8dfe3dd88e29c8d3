package io.flatbook.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Small books, far apart from each other, under consecutive numbers; answers what does not hold. */
public final class SmallBookHunt implements LongFunction<String>
{
    private static final long APART = 9_973;

    private final List<SmallBook> books = new ArrayList<>();

    /** Makes the books. */
    public SmallBookHunt()
    {
        new SmallBooks((number) -> 0 == number % APART, books::add).walk();
    }

    @Override
    public String apply(final long number)
    {
        final SmallBook book = books.get((int)(number % books.size()));
        try
        {
            new SmallBookRun(book).run();
            return null;
        }
        catch (final RuntimeException | AssertionError ex)
        {
            return book + ": " + ex;
        }
    }
}
