package io.flatbook.proving.chaos;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.flatbook.ops.link.OwnDriver;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

import java.io.File;

/**
 * An attacker's own media driver, so that what it suffers is not what the load suffers. It has the clients' keys of the
 * wire: without them it would get nowhere.
 */
final class IntruderDriver implements AutoCloseable
{
    private final OwnDriver driver;
    private final Aeron aeron;

    IntruderDriver(final ChaosCluster rig)
    {
        driver = OwnDriver.launch(new MediaDriver.Context()
            .errorHandler((ex) ->
            {
                // Refused channels and the like belong to an attack.
            }), rig.strangersDirectory().toString(), rig.keys().clientKeyFile());
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
