package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FlatRowTest
{
    /** A question to the history may name a column so. */
    @Test
    void quotesNamesAndValuesThatWouldEndTheirCell()
    {
        final List<ObjectNode> rows = List.of(
            JsonNodeFactory.instance.objectNode().put("a,b", "x\ny").put("plain", "say \"so\""));
        assertThat(FlatRow.csv(FlatRow.names(rows), rows))
            .isEqualTo("\"a,b\",plain\n\"x\ny\",\"say \"\"so\"\"\"\n");
    }
}
