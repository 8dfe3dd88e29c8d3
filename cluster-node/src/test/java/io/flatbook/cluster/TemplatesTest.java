package io.flatbook.cluster;

import io.flatbook.sbe.ProposalsQueryDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds the table of templates against the schema and against the contract's table of commands. */
class TemplatesTest
{
    private static final int COMMANDS_MAX = 99;
    private static final int QUERIES_MIN = 201;
    private static final int QUERIES_MAX = 249;
    /** EYES-1: rows two and three of section 5, and what else is named there. */
    private static final List<String> APPROVABLE = List.of(
        "SetInstrumentStatus", "SetAccountMode", "SetGatewayStatus", "SetAssetStatus",
        "FundInsurance", "WithdrawInsurance", "WithdrawFees", "SweepRounding", "ConfirmMark", "DeclareDefault",
        "SettleInstrument", "SettleVariation", "RemoveInstrument", "TransferPosition",
        "DefineAsset", "DefineGateway", "SetOffsetPolicy", "SetMarginTiers", "SetWaterfall", "SetProtection",
        "SetPriceBounds", "ActivateVersion", "SetControls", "SetLimits", "RequestShutdown");

    private final Map<String, Element> messages = messages();

    private static Map<String, Element> messages()
    {
        final Map<String, Element> messages = new LinkedHashMap<>();
        try (InputStream schema = Templates.class.getResourceAsStream("/flatbook.xml"))
        {
            final NodeList elements = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(schema)
                .getElementsByTagName("sbe:message");
            for (int i = 0; i < elements.getLength(); i++)
            {
                final Element message = (Element)elements.item(i);
                final int templateId = Integer.parseInt(message.getAttribute("id"));
                if (templateId <= COMMANDS_MAX || templateId >= QUERIES_MIN && templateId <= QUERIES_MAX)
                {
                    messages.put(message.getAttribute("name"), message);
                }
            }
        }
        catch (final Exception ex)
        {
            throw new AssertionError("flatbook.xml", ex);
        }
        return messages;
    }

    private static Template template(final Element message)
    {
        return Templates.find(Integer.parseInt(message.getAttribute("id")));
    }

    @Test
    void theTableHasARowForEachCommandAndQueryOfTheSchemaInItsOrder()
    {
        assertThat(Templates.rows()).extracting(Template::templateId).isSorted().containsExactlyElementsOf(
            messages.values().stream().map((message) -> Integer.valueOf(message.getAttribute("id"))).toList());
    }

    @Test
    void theShapeIsThatOfTheSchema() throws ReflectiveOperationException
    {
        for (final Map.Entry<String, Element> message : messages.entrySet())
        {
            final Template template = template(message.getValue());
            final Class<?> decoder = Class.forName("io.flatbook.sbe." + message.getKey() + "Decoder");
            assertThat(template.blockLength()).as(message.getKey())
                .isEqualTo(decoder.getField("BLOCK_LENGTH").getInt(null));
            final NodeList groups = message.getValue().getElementsByTagName("group");
            assertThat(groups.getLength()).as(message.getKey()).isLessThanOrEqualTo(1);
            final int entryLength = 0 == groups.getLength() ? 0 :
                (int)groupDecoder(decoder, (Element)groups.item(0)).getMethod("sbeBlockLength").invoke(null);
            assertThat(template.groupEntryLength()).as(message.getKey()).isEqualTo(entryLength);
            assertThat(template.endsVariable()).as(message.getKey())
                .isEqualTo(message.getValue().getElementsByTagName("data").getLength() > 0);
        }
    }

    private static Class<?> groupDecoder(final Class<?> decoder, final Element group) throws ClassNotFoundException
    {
        final String name = group.getAttribute("name");
        return Class.forName(
            decoder.getName() + "$" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Decoder");
    }

    @Test
    void commandsAndQueriesAreToldApartByTheirFirstField()
    {
        messages.forEach((name, message) ->
        {
            final Element first = (Element)message.getElementsByTagName("field").item(0);
            assertThat(template(message).isQuery()).as(name)
                .isEqualTo("correlationId".equals(first.getAttribute("name")));
        });
    }

    @Test
    void fourEyesHoldBackWhatTheContractNames()
    {
        assertThat(messages.entrySet()).filteredOn((message) -> template(message.getValue()).isApprovable())
            .extracting(Map.Entry::getKey).containsExactlyInAnyOrderElementsOf(APPROVABLE);
    }

    @Test
    void onlyWhatRiskSendsCanBeProposed()
    {
        assertThat(Arrays.stream(Templates.rows()).filter(Template::isApprovable)).allMatch(Template::isRisk);
    }

    @Test
    void everyCommandThatCanBeProposedFitsAProposalWithAllItsEntries()
    {
        final UnsafeBuffer largest = RiskMessages.setMarginTiers(1, 256);
        assertThat(MessageCheck.check(largest, 0, largest.capacity(), 1)).isEqualTo(RejectReason.NONE);
        assertThat(largest.capacity()).isLessThanOrEqualTo(RiskCommands.PROPOSAL_LENGTH_MAX);
    }

    @Test
    void gatewaysDoNotSeeProposals()
    {
        final Template.Senders senders = Templates.find(ProposalsQueryDecoder.TEMPLATE_ID).senders();
        assertThat(senders.include(Role.GATEWAY)).isFalse();
        assertThat(List.of(Role.RISK, Role.OPS, Role.AUDIT)).allMatch(senders::include);
        assertThat(senders.include(Role.NULL_VAL)).isFalse();
    }

    @Test
    void otherTemplatesAreNotTaken()
    {
        for (final int templateId : new int[]{-1, 0, 39, 100, 200, 250, 0xFFFF})
        {
            assertThat(Templates.find(templateId)).isNull();
        }
    }
}
