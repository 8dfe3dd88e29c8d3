package io.flatbook.engine.book;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.Recourse;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is drawn from the fund in a window (RUN-5) does not wrap: what was paid in again can be drawn again. */
class AssetTest
{
    private static final long NOW_MS = 5_500;

    private final Owner owner = new Owner(1, 7);
    private final Asset asset = new Asset(new StateHash(), 1, "USD", 2);

    private void cap(final long perOwner, final long perWindow)
    {
        asset.waterfall(new Waterfall(0, perOwner, perWindow, 1_000, 0, 0, 0, 0, Absent.LONG,
            DefaultTrigger.AUTOMATIC, Recourse.HEDGES, CloseOut.WHOLE));
    }

    @Test
    void drawsAreSaturated()
    {
        cap(Absent.LONG, Absent.LONG);
        for (int i = 0; i < 5; i++)
        {
            asset.addFund(MoneyBounds.BALANCE_MAX);
            asset.draw(owner, MoneyBounds.BALANCE_MAX, NOW_MS);
        }
        asset.addFund(10);
        cap(Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(asset.windowDrawn()).isEqualTo(Long.MAX_VALUE);
        assertThat(asset.fundAvailable(NOW_MS)).isZero();
        assertThat(asset.ownerCapLeft(owner, NOW_MS)).isZero();
        assertThat(asset.fundAvailable(NOW_MS + 1_000)).isEqualTo(10);
        assertThat(asset.ownerCapLeft(owner, NOW_MS + 1_000)).isEqualTo(Long.MAX_VALUE);
    }
}
