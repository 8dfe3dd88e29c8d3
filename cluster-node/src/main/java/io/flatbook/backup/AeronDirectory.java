package io.flatbook.backup;

import java.io.File;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.Set;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import io.aeron.driver.reports.LossReportUtil;
import org.agrona.IoUtil;

/**
 * What is in a directory before a media driver starts there, which deletes all of it.
 */
public final class AeronDirectory
{
    private static final Set<String> OF_A_DRIVER = Set.of(
        CncFileDescriptor.CNC_FILE, "images", "publications", LossReportUtil.LOSS_REPORT_FILE_NAME);

    /** A driver shows every second that it lives, by a clock that may go apart from that of its host. */
    private static final long DRIVER_SILENT_MS = 60_000;

    private AeronDirectory()
    {
    }

    /**
     * @param directory of a driver, which may be missing.
     * @return name of something in it that no driver made; null if there is none.
     */
    public static String foreign(final Path directory)
    {
        final String[] names = directory.toFile().list();
        for (final String name : null == names ? new String[0] : names)
        {
            if (!OF_A_DRIVER.contains(name))
            {
                return name;
            }
        }
        return null;
    }

    /**
     * A driver that was killed seems to live for some seconds, its process does not.
     *
     * @param directory of a driver, which may be missing.
     * @return whether the driver of another process runs in it.
     */
    public static boolean isOfAnother(final Path directory)
    {
        final File cnc = directory.resolve(CncFileDescriptor.CNC_FILE).toFile();
        return CncFileDescriptor.PID_FIELD_OFFSET + Long.BYTES < cnc.length() && isOfAnother(cnc) &&
            CommonContext.isDriverActive(directory.toFile(), DRIVER_SILENT_MS, (ignore) ->
            {
            });
    }

    private static boolean isOfAnother(final File cnc)
    {
        final MappedByteBuffer mapped = IoUtil.mapExistingFile(cnc, "cnc");
        try
        {
            final long pid = CncFileDescriptor.pid(CncFileDescriptor.createMetaDataBuffer(mapped));
            return ProcessHandle.current().pid() != pid &&
                ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
        finally
        {
            IoUtil.unmap(mapped);
        }
    }
}
