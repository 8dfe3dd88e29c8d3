package io.flatbook.cluster;

import io.flatbook.engine.Principal;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.QueryRefusedDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Sends every message as everybody and compares with the table of SECURITY.md. */
class AuthorizationTest
{
    private static final Pattern MESSAGE = Pattern.compile("<sbe:message name=\"(\\w+)\" id=\"(\\d+)\"");
    private static final List<String> COLUMNS =
        List.of("TRADE", "COLLATERAL", "MARKS", "FUNDING", "gateway", "risk", "ops", "audit");
    private static final int COMMANDS_MAX = 99;
    private static final int QUERIES_MIN = 201;
    private static final int QUERIES_MAX = 249;
    private static final int CAPABILITIES = 4;
    private static final int NO_GATEWAY = -1;

    private final Map<Integer, String> messages = messages();
    private final Map<String, Set<String>> allowed = allowed();

    @Test
    void theTableHasARowForEachMessageOfTheSchema()
    {
        assertThat(allowed.keySet()).containsExactlyElementsOf(messages.values());
        assertThat(Samples.all()).extracting((sample) -> messages.get(MessageCheck.templateId(sample, 0)))
            .containsExactlyInAnyOrderElementsOf(messages.values());
    }

    @Test
    void theCapabilitiesAreTheBitsOfThePrincipal()
    {
        assertThat(List.of(Principal.TRADE, Principal.COLLATERAL, Principal.MARKS, Principal.FUNDING))
            .containsExactly(1, 2, 4, 8);
    }

    @TestFactory
    List<DynamicContainer> gatewaysMaySendWhatTheirCapabilitiesAllow()
    {
        final List<DynamicContainer> columns = new ArrayList<>();
        for (int capabilities = 1; capabilities < 1 << CAPABILITIES; capabilities++)
        {
            final Desk desk = Books.traded();
            desk.accepted(Desk.RISK, RiskMessages.defineGateway("sender", 1, capabilities));
            columns.add(column("gateway/sender", capabilities, desk));
        }
        return columns;
    }

    @TestFactory
    List<DynamicContainer> peopleMaySendWhatTheirRoleAllows()
    {
        return List.of(
            column("risk/rita", NO_GATEWAY, Books.traded()),
            column("risk/new", NO_GATEWAY, Books.traded()),
            column("ops/olga", NO_GATEWAY, Books.traded()),
            column("audit/anna", NO_GATEWAY, Books.traded()));
    }

    @TestFactory
    List<DynamicContainer> whoIsNotKnownOrDisabledMaySendNothing()
    {
        final Desk disabled = Books.traded();
        disabled.accepted(Desk.RISK, RiskMessages.defineGateway("sender", 1, (1 << CAPABILITIES) - 1));
        disabled.accepted(Desk.RISK, RiskMessages.setGatewayStatus("sender", GatewayStatus.DISABLED));
        return List.of(
            column("gateway/sender", NO_GATEWAY, disabled),
            column("gateway/nobody", NO_GATEWAY, Books.traded()));
    }

    @Test
    void aGatewayWithoutAnyCapabilityIsNotDefined()
    {
        final Desk.Answer answer = Books.traded().command(Desk.RISK, RiskMessages.defineGateway("sender", 1, 0));
        assertThat(answer.reason()).isEqualTo(RejectReason.INVALID_FIELD);
        assertThat(answer.field()).isEqualTo(RejectField.CAPABILITIES);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "boss/bob", "riskier/rita", "risk", "risk/", "/rita", "Risk/rita", "risk/rita/x", "risk/R", "", " risk/rita"})
    void whoIsOfNoRoleIsNobody(final String name)
    {
        assertThat(PrincipalNames.roleOf(name)).isEqualTo(Role.NULL_VAL);
    }

    /** A test for each message, sent by one principal. */
    private DynamicContainer column(final String principal, final int capabilities, final Desk desk)
    {
        final List<DynamicTest> cells = new ArrayList<>();
        for (final UnsafeBuffer sample : Samples.all())
        {
            final String message = messages.get(MessageCheck.templateId(sample, 0));
            final boolean isAllowed = isAllowed(message, principal, capabilities);
            cells.add(DynamicTest.dynamicTest(
                message + (isAllowed ? " yes" : " -"), () -> checkCell(desk, principal, sample, isAllowed)));
        }
        final String set = capabilities < 0 ? "" : " " + capabilityNames(capabilities);
        return DynamicContainer.dynamicContainer(principal + set, cells);
    }

    private static void checkCell(
        final Desk desk, final String principal, final UnsafeBuffer sample, final boolean isAllowed)
    {
        final boolean isQuery = Templates.find(MessageCheck.templateId(sample, 0)).isQuery();
        final long hash = desk.stateHash();
        final Desk.Answer answer = isQuery ? desk.raw(principal, sample) : desk.command(principal, sample);
        assertThat(answer).isNotNull();
        // The answer to CommandOutcomeQuery has the reason of a command, which may have been refused.
        final int refusal = isQuery ? QueryRefusedDecoder.TEMPLATE_ID : CommandOutcomeDecoder.TEMPLATE_ID;
        final boolean isRefused =
            refusal == answer.templateId() && RejectReason.NOT_AUTHORIZED == answer.reason();
        assertThat(isRefused).as(answer.toString()).isNotEqualTo(isAllowed);
        if (isRefused)
        {
            assertThat(desk.stateHash()).isEqualTo(hash);
        }
    }

    private boolean isAllowed(final String message, final String principal, final int capabilities)
    {
        final Set<String> who = allowed.get(message);
        final String role = principal.split("/")[0];
        if ("gateway".equals(role))
        {
            final Set<String> has = capabilityNames(capabilities);
            return capabilities >= 0 && (who.contains("gateway") || has.stream().anyMatch(who::contains));
        }
        return who.contains(role);
    }

    private static Set<String> capabilityNames(final int capabilities)
    {
        final Set<String> names = new TreeSet<>();
        for (int bit = 0; bit < CAPABILITIES; bit++)
        {
            if (capabilities > 0 && 0 != (capabilities & 1 << bit))
            {
                names.add(COLUMNS.get(bit));
            }
        }
        return names;
    }

    private static Map<String, Set<String>> allowed()
    {
        final Map<String, Set<String>> rows = new LinkedHashMap<>();
        boolean isTable = false;
        for (final String line : lines())
        {
            final String[] cells = line.split("\\|");
            if (line.equals("| message | " + String.join(" | ", COLUMNS) + " |"))
            {
                isTable = true;
            }
            else if (!line.startsWith("|"))
            {
                isTable = false;
            }
            else if (isTable && !line.startsWith("|---"))
            {
                assertThat(cells).as(line).hasSize(COLUMNS.size() + 2);
                assertThat(rows.put(cells[1].strip(), columns(cells))).as(line).isNull();
            }
        }
        return rows;
    }

    private static Set<String> columns(final String[] cells)
    {
        final Set<String> columns = new TreeSet<>();
        for (int i = 0; i < COLUMNS.size(); i++)
        {
            final String cell = cells[i + 2].strip();
            assertThat(cell).isIn("yes", "-");
            if ("yes".equals(cell))
            {
                columns.add(COLUMNS.get(i));
            }
        }
        return columns;
    }

    private static List<String> lines()
    {
        try
        {
            return Files.readAllLines(Path.of("..", "SECURITY.md"));
        }
        catch (final IOException ex)
        {
            throw new AssertionError("SECURITY.md", ex);
        }
    }

    /** Names of commands and queries by template id, in order of the schema. */
    private static Map<Integer, String> messages()
    {
        final Map<Integer, String> messages = new LinkedHashMap<>();
        try (InputStream schema = CommandAdapter.class.getResourceAsStream("/flatbook.xml"))
        {
            final Matcher matcher = MESSAGE.matcher(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find())
            {
                final int templateId = Integer.parseInt(matcher.group(2));
                if (templateId <= COMMANDS_MAX || templateId >= QUERIES_MIN && templateId <= QUERIES_MAX)
                {
                    messages.put(templateId, matcher.group(1));
                }
            }
        }
        catch (final IOException ex)
        {
            throw new AssertionError("flatbook.xml", ex);
        }
        return messages;
    }
}
