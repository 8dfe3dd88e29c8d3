package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.risk.OffsetLadder;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws one side of an instrument with a bar for each score and a mark where the next quantity stops.
 */
final class Ladder
{
    private static final int BAR_WIDTH = 16;
    private static final int EIGHTHS = 8;
    private static final String PARTS = " ▏▎▍▌▋▊▉";
    private static final int HEADING_LINES = 1;
    private static final String RULE = "─".repeat(3);
    private static final List<String> COLUMNS = List.of("offsetRank", "account", "quantity", "bar", "gives",
        "lotsAhead", "roe", "leverage", "unrealizedPnl", "equity", "score", "offsetQuintile");

    /** Who comes next and why, which is the question. */
    private static final List<String> KEPT = List.of("offsetRank", "account", "roe", "leverage", "gives", "quantity");

    private Ladder()
    {
    }

    static void draw(final OffsetLadder ladder, final Answer answer)
    {
        answer.text(ladder.sentence(), "");
        if (!ladder.rows().isEmpty())
        {
            table(ladder, answer);
        }
        answer.line("");
    }

    private static void table(final OffsetLadder ladder, final Answer answer)
    {
        final long highest = Math.max(1, ladder.reported().get(0).required("score"));
        final List<ObjectNode> drawn = new ArrayList<>();
        for (int row = 0; row < ladder.rows().size(); row++)
        {
            drawn.add(RowChoice.only(ladder.rows().get(row).deepCopy()
                .put("bar", bar(ladder.reported().get(row).required("score"), highest)), COLUMNS));
        }
        final List<String> lines = new ArrayList<>(answer.keeping(KEPT).drawn(drawn).lines().toList());
        if (0 <= ladder.stop())
        {
            lines.add(ladder.stop() + 1 + HEADING_LINES, mark(ladder, Tone.plain(lines.get(0)).length()));
        }
        lines.forEach(answer::line);
        if (ladder.isStopped() && ladder.stop() < 0)
        {
            answer.text(ladder.stopSentence(" (--top)"), "");
        }
    }

    private static String mark(final OffsetLadder ladder, final int width)
    {
        final String text = RULE + ' ' + ladder.stopSentence(" (--top)") + ' ';
        return text + "─".repeat(Math.max(RULE.length(), width - text.length()));
    }

    /**
     * A bar as long as a score is high, in eighths of a character; a loser has none.
     */
    static String bar(final long score, final long highest)
    {
        if (score <= 0)
        {
            return "";
        }
        final int eighths = Math.max(1, BigDecimal.valueOf(score).multiply(BigDecimal.valueOf(BAR_WIDTH * EIGHTHS))
            .divide(BigDecimal.valueOf(highest), 0, RoundingMode.HALF_EVEN).intValue());
        final int part = eighths % EIGHTHS;
        return "█".repeat(eighths / EIGHTHS) + (0 == part ? "" : PARTS.substring(part, part + 1));
    }
}
