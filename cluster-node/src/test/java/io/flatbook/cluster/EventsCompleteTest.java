package io.flatbook.cluster;

import io.flatbook.engine.ClearingEvents;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class EventsCompleteTest
{
    private static final Pattern MESSAGE = Pattern.compile("<sbe:message name=\"(\\w+)\" id=\"(\\d+)\"");

    private static Set<String> names(final int idMin, final int idMax) throws IOException
    {
        try (InputStream schema = EventPublisher.class.getResourceAsStream("/flatbook.xml"))
        {
            final Set<String> names = new TreeSet<>();
            final Matcher matcher = MESSAGE.matcher(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find())
            {
                final int templateId = Integer.parseInt(matcher.group(2));
                if (templateId >= idMin && templateId <= idMax)
                {
                    names.add(matcher.group(1));
                }
            }
            return names;
        }
    }

    @Test
    void everyEventOfTheSchemaIsOneOfTheEngineAndTheOtherWayRound() throws IOException
    {
        final Set<String> methods = new TreeSet<>();
        for (final Method method : ClearingEvents.class.getMethods())
        {
            methods.add(Character.toUpperCase(method.getName().charAt(0)) + method.getName().substring(1));
        }
        // Rows of which one entry has many are published in pages; a haircut always is.
        methods.remove("GainsHaircut");
        methods.addAll(Set.of("CollateralPage", "PositionPage", "StatusPage", "LiquidationPage", "HaircutPage"));
        assertThat(methods).isEqualTo(names(101, 199));
    }
}
