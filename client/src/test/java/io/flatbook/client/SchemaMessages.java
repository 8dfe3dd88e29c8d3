package io.flatbook.client;

import io.flatbook.sbe.MessageHeaderDecoder;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;

/** Names of the messages of the schema by template id. */
final class SchemaMessages
{
    private SchemaMessages()
    {
    }

    static Map<Integer, String> between(final int firstId, final int lastId) throws Exception
    {
        final Map<Integer, String> nameById = new TreeMap<>();
        try (InputStream schema = MessageHeaderDecoder.class.getResourceAsStream("/flatbook.xml"))
        {
            final NodeList messages = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(schema)
                .getElementsByTagName("sbe:message");
            for (int i = 0; i < messages.getLength(); i++)
            {
                final Element message = (Element)messages.item(i);
                final int id = Integer.parseInt(message.getAttribute("id"));
                if (firstId <= id && id <= lastId)
                {
                    nameById.put(id, message.getAttribute("name"));
                }
            }
        }
        return nameById;
    }
}
