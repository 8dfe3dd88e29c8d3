package io.flatbook.protocol;

import java.util.Arrays;

/**
 * Ranges of template ids: the id of a message says which way it goes.
 */
enum Band
{
    COMMANDS("Commands", 1, 99, "to the cluster"),
    EVENTS("Events", 101, 199, "from the cluster"),
    QUERIES("Queries", 201, 249, "to the cluster"),
    REPORTS("Outcomes and reports", 250, 299, "from the cluster");

    private final String title;
    private final int firstId;
    private final int lastId;
    private final String direction;

    Band(final String title, final int firstId, final int lastId, final String direction)
    {
        this.title = title;
        this.firstId = firstId;
        this.lastId = lastId;
        this.direction = direction;
    }

    static Band of(final int templateId)
    {
        return Arrays.stream(values()).filter(band -> band.contains(templateId)).findFirst().orElseThrow(
            () -> new IllegalArgumentException("template id " + templateId + " is in no band"));
    }

    boolean contains(final int templateId)
    {
        return firstId <= templateId && templateId <= lastId;
    }

    String title()
    {
        return title;
    }

    int firstId()
    {
        return firstId;
    }

    int lastId()
    {
        return lastId;
    }

    String direction()
    {
        return direction;
    }
}
