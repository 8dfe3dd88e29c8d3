package io.flatbook.protocol;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A message schema as read from its XML, in the order of the file.
 */
record Schema(int schemaId, int version, String name, Map<String, Type> types, List<Message> messages)
{
    private static final Set<String> BUILT_IN =
        Set.of("char", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64");


    /** What a field can be of; {@code parts} are values, choices or members of a composite. */
    record Type(Kind kind, String name, String primitive, int length, boolean optional, String description,
        List<Part> parts)
    {
        /** Bytes on the wire. */
        int lengthBytes(final Map<String, Type> types)
        {
            if (Kind.COMPOSITE != kind)
            {
                return length * bytesOf(primitive);
            }
            int lengthBytes = 0;
            for (final Part part : parts)
            {
                lengthBytes += part.lengthBytes(types);
            }
            return lengthBytes;
        }
    }

    /** Which element a type is. */
    enum Kind
    {
        TYPE, COMPOSITE, ENUM, SET
    }

    /** A value of an enum, a choice of a set, or a member of a composite. */
    record Part(String name, String encoding, int length, String number, String description)
    {
        /** Bytes on the wire as a member of a composite. */
        int lengthBytes(final Map<String, Type> types)
        {
            return types.containsKey(encoding) ? types.get(encoding).lengthBytes(types) : length * bytesOf(encoding);
        }
    }

    /** A message, or a repeating group with {@code templateId} as its own id. */
    record Message(int templateId, String name, String description, String semanticType, String sinceVersion,
        List<Field> fields, List<Message> groups, List<Field> variableFields)
    {
        /** Bytes of the root block, or of one entry of the group. */
        int blockLengthBytes(final Map<String, Type> types)
        {
            return fields.stream().mapToInt(field -> field.lengthBytes(types)).sum();
        }
    }

    /** A field of a message or group. */
    record Field(int fieldId, String name, String type, String description, String sinceVersion, boolean constant)
    {
        int lengthBytes(final Map<String, Type> types)
        {
            if (constant)
            {
                return 0;
            }
            return types.containsKey(type) ? types.get(type).lengthBytes(types) : bytesOf(type);
        }
    }

    /**
     * Read a schema.
     *
     * @param file with the XML.
     * @return what it declares.
     * @throws IOException if it cannot be read or is not well-formed.
     */
    static Schema read(final Path file) throws IOException
    {
        final Element root = document(file).getDocumentElement();
        final Map<String, Type> types = new LinkedHashMap<>();
        final List<Message> messages = new ArrayList<>();
        for (final Element child : children(root))
        {
            switch (child.getLocalName())
            {
                case "types" -> children(child).forEach(type -> types.put(type.getAttribute("name"), type(type)));
                case "message" -> messages.add(message(child));
                default -> throw new IOException(file + ": unexpected element " + child.getTagName());
            }
        }
        return new Schema(number(root, "id"), number(root, "version"), root.getAttribute("package"), types, messages);
    }

    private static Document document(final Path file) throws IOException
    {
        final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        try
        {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            return factory.newDocumentBuilder().parse(file.toFile());
        }
        catch (final ParserConfigurationException | SAXException failure)
        {
            throw new IOException(file + ": " + failure.getMessage(), failure);
        }
    }

    private static Type type(final Element element)
    {
        final Kind kind = Kind.valueOf(element.getLocalName().toUpperCase(Locale.ROOT));
        final List<Part> parts = new ArrayList<>();
        for (final Element part : children(element))
        {
            final String encoding = part.hasAttribute("primitiveType") ? "primitiveType" : "type";
            final String number = Kind.COMPOSITE == kind ? "" : part.getTextContent().strip();
            parts.add(new Part(part.getAttribute("name"), part.getAttribute(encoding), length(part), number,
                description(part)));
        }
        final String primitive = element.getAttribute(Kind.TYPE == kind ? "primitiveType" : "encodingType");
        return new Type(kind, element.getAttribute("name"), primitive, length(element),
            "optional".equals(element.getAttribute("presence")), element.getAttribute("description"), parts);
    }

    /** The format gives a ref no attribute for its description, so that stands in its text. */
    private static String description(final Element part)
    {
        return "ref".equals(part.getLocalName()) ?
            part.getTextContent().strip() : part.getAttribute("description");
    }

    private static Message message(final Element element)
    {
        final List<Field> fields = new ArrayList<>();
        final List<Message> groups = new ArrayList<>();
        final List<Field> variableFields = new ArrayList<>();
        for (final Element child : children(element))
        {
            switch (child.getLocalName())
            {
                case "field" -> fields.add(field(child));
                case "group" -> groups.add(message(child));
                default -> variableFields.add(field(child));
            }
        }
        return new Message(number(element, "id"), element.getAttribute("name"), element.getAttribute("description"),
            element.getAttribute("semanticType"), element.getAttribute("sinceVersion"), fields, groups,
            variableFields);
    }

    private static Field field(final Element element)
    {
        return new Field(number(element, "id"), element.getAttribute("name"), element.getAttribute("type"),
            element.getAttribute("description"), element.getAttribute("sinceVersion"),
            "constant".equals(element.getAttribute("presence")));
    }

    private static int bytesOf(final String primitive)
    {
        if (!BUILT_IN.contains(primitive))
        {
            throw new IllegalArgumentException("not a type of this schema: " + primitive);
        }
        return "char".equals(primitive) ? 1 : Integer.parseInt(primitive.replaceAll("\\D", "")) / Byte.SIZE;
    }

    private static int length(final Element element)
    {
        return element.hasAttribute("length") ? number(element, "length") : 1;
    }

    private static int number(final Element element, final String attribute)
    {
        return Integer.parseInt(element.getAttribute(attribute));
    }

    private static List<Element> children(final Element parent)
    {
        final NodeList nodes = parent.getChildNodes();
        final List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++)
        {
            if (Node.ELEMENT_NODE == nodes.item(i).getNodeType())
            {
                elements.add((Element)nodes.item(i));
            }
        }
        return elements;
    }
}
