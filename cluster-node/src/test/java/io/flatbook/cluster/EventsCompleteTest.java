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
        assertThat(methods).isEqualTo(names(101, 199));
    }

    @Test
    void everyCommandAndQueryOfTheSchemaIsServed() throws IOException, ReflectiveOperationException
    {
        final Set<String> served = new TreeSet<>(names(1, MessageShapes.COMMANDS_MAX));
        served.addAll(names(MessageShapes.QUERIES_MIN, MessageShapes.QUERIES_MAX));
        for (final String name : served)
        {
            final Class<?> decoder = Class.forName("io.flatbook.sbe." + name + "Decoder");
            final int templateId = decoder.getField("TEMPLATE_ID").getInt(null);
            assertThat(MessageShapes.blockLength(templateId)).as(name)
                .isEqualTo(decoder.getField("BLOCK_LENGTH").getInt(null));
        }
    }
}
