package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

final class RefusalTextTest
{
    @Test
    void namesTheScaleThatWouldDo()
    {
        assertThat(RefusalText.of(RejectReason.INVALID_DEFINITION, RejectField.TICK_SIZE, 9))
            .isEqualTo("INVALID_DEFINITION, field TICK_SIZE: a scale of 9 would do");
        assertThat(RefusalText.of(RejectReason.INVALID_DEFINITION, RejectField.TICK_SIZE, 0))
            .isEqualTo("INVALID_DEFINITION, field TICK_SIZE: no scale of 0 to 12 would do");
        assertThat(RefusalText.of(RejectReason.INVALID_DEFINITION, RejectField.MAX_PRICE, 0))
            .isEqualTo("INVALID_DEFINITION, field MAX_PRICE");
    }

    @Test
    void saysWhatTheReasonMeansIfItSaysMoreThanItsName()
    {
        assertThat(RefusalText.of(RejectReason.SEQUENCE_GAP, RejectField.COMMAND_ID, 7))
            .isEqualTo("SEQUENCE_GAP, field COMMAND_ID: expected command 7");
        assertThat(RefusalText.of(RejectReason.SEQUENCE_GAP, RejectField.COMMAND_ID, 0))
            .as("a question for the outcome of a later command")
            .isEqualTo("SEQUENCE_GAP, field COMMAND_ID: no command with this id was applied");
        assertThat(RefusalText.of(RejectReason.NOT_AUTHORIZED, RejectField.NONE, 0))
            .isEqualTo("NOT_AUTHORIZED: not this principal's right, or a gateway that risk has not defined");
        assertThat(RefusalText.of(RejectReason.NOT_AUTHORIZED, RejectField.ACCOUNT, 0))
            .as("an account that is none of the gateway's").isEqualTo("NOT_AUTHORIZED, field ACCOUNT");
        assertThat(RefusalText.of(RejectReason.FENCED, RejectField.NONE, 0))
            .isEqualTo("FENCED: a newer instance of the principal has taken over");
        assertThat(RefusalText.of(RejectReason.QUERY_BUSY, RejectField.NONE, 0))
            .isEqualTo("QUERY_BUSY: ask again later");
        assertThat(RefusalText.of(RejectReason.PLEDGED, RejectField.BUYER, 0)).isEqualTo("PLEDGED, field BUYER");
        assertThat(RefusalText.of(RejectReason.NULL_VAL, RejectField.NULL_VAL, 3)).isNotEmpty();
    }

    @Test
    void anOutcomeExplainsItself()
    {
        assertThat(Outcome.answered(4, RejectReason.NONE, RejectField.NONE, 9, 1, List.of()).explanation())
            .isEqualTo("accepted");
        assertThat(Outcome.answered(4, RejectReason.INVALID_DEFINITION, RejectField.TICK_SIZE, 9, 1, List.of())
            .explanation()).isEqualTo("INVALID_DEFINITION, field TICK_SIZE: a scale of 9 would do");
        assertThat(Outcome.unknown(4).explanation()).isEqualTo("unknown: command 4 may have been applied");
    }
}
