package io.flatbook.ops.chaos;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

import java.io.File;

/**
 * An attacker's own media driver, so that what it suffers is not what the load suffers.
 */
final class IntruderDriver implements AutoCloseable
{
    private final MediaDriver driver;
    private final Aeron aeron;

    IntruderDriver(final ChaosCluster rig)
    {
        driver = MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(rig.strangersDirectory().toString())
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .errorHandler((ex) ->
            {
                // Refused channels and the like belong to an attack.
            }));
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()).errorHandler((ex) ->
        {
            // As above.
        }));
    }

    Aeron aeron()
    {
        return aeron;
    }

    @Override
    public void close()
    {
        CloseHelper.quietCloseAll(aeron, driver);
        IoUtil.delete(new File(driver.aeronDirectoryName()), true);
    }
}
