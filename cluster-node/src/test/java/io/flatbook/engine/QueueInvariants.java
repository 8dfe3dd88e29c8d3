package io.flatbook.engine;

import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.sbe.Side;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * I10: the queue of a side equals a fresh sort by the score of POL-1, computed here without bounds on its size.
 */
final class QueueInvariants
{
    private final ClearingEngine engine;

    QueueInvariants(final ClearingEngine engine)
    {
        this.engine = engine;
    }

    void check(final Instrument instrument, final Side side)
    {
        final List<Position> expected = new ArrayList<>();
        instrument.positions().forEach((position) ->
        {
            if (Sides.of(position.quantityLots()) == side)
            {
                expected.add(position);
            }
        });
        final Map<Position, BigInteger> scores = new HashMap<>();
        expected.forEach((position) -> scores.put(position, score(position)));
        expected.sort((a, b) ->
        {
            final int byScore = scores.get(b).compareTo(scores.get(a));
            final int byLots = Long.compare(Math.abs(b.quantityLots()), Math.abs(a.quantityLots()));
            return 0 != byScore ? byScore : 0 != byLots ? byLots :
                Long.compare(a.account().id(), b.account().id());
        });
        assertThat(engine.queue().side(instrument, side)).as("I10").extracting(OffsetQueue.Place::position)
            .containsExactlyElementsOf(expected);
    }

    // POL-1
    private BigInteger score(final Position position)
    {
        final BigInteger million = BigInteger.valueOf(1_000_000);
        final BigInteger limit = BigInteger.TEN.pow(12);
        final Instrument instrument = position.instrument();
        final long base = !instrument.units().inverse() && instrument.units().minTicks() < 1 ?
            Math.abs(position.quantityLots()) * instrument.units().unit() : Math.max(1, Math.abs(position.cost()));
        final BigInteger roe =
            floor(BigInteger.valueOf(position.unrealizedPnl()).multiply(million), BigInteger.valueOf(base));
        final long equity = engine.margin().equity(position.account());
        final BigInteger leverage = equity <= 0 ? limit : BigInteger.valueOf(Math.abs(position.value()))
            .multiply(million).divide(BigInteger.valueOf(equity)).max(BigInteger.ONE).min(limit);
        final BigInteger exact = roe.signum() >= 0 ? roe.multiply(leverage) : floor(roe.multiply(limit), leverage);
        return exact.min(BigInteger.valueOf(Long.MAX_VALUE)).max(BigInteger.valueOf(Long.MIN_VALUE));
    }

    private static BigInteger floor(final BigInteger dividend, final BigInteger divisor)
    {
        final BigInteger[] parts = dividend.divideAndRemainder(divisor);
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }
}
