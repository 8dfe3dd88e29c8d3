package io.flatbook.archive;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of an archive: its catalog, and those of a recording, each named after the recording and the position at
 * which the file begins.
 */
public final class SegmentFiles
{
    private static final String SUFFIX = ".rec";

    private SegmentFiles()
    {
    }

    /**
     * The list of all recordings.
     *
     * @param archive directory of the archive.
     * @return the file, whether there is one or not.
     */
    public static Path catalog(final Path archive)
    {
        return archive.resolve("archive.catalog");
    }

    /**
     * A file of a recording.
     *
     * @param archive      directory of the archive.
     * @param recordingId  of the recording.
     * @param basePosition at which the file begins, in bytes.
     * @return the file, whether there is one or not.
     */
    public static Path file(final Path archive, final long recordingId, final long basePosition)
    {
        return archive.resolve(recordingId + "-" + basePosition + SUFFIX);
    }

    /**
     * The newest file of a recording.
     *
     * @param archive     directory of the archive.
     * @param recordingId of the recording.
     * @return position at which it begins, in bytes; -1 if there is none.
     */
    public static long newestBase(final Path archive, final long recordingId)
    {
        final Pattern pattern = Pattern.compile(recordingId + "-(\\d{1,18})" + Pattern.quote(SUFFIX));
        final String[] names = archive.toFile().list();
        long newest = -1;
        for (final String name : null == names ? new String[0] : names)
        {
            final Matcher matcher = pattern.matcher(name);
            newest = matcher.matches() ? Math.max(newest, Long.parseLong(matcher.group(1))) : newest;
        }
        return newest;
    }
}
