package io.flatbook.ops.chaos;

import io.flatbook.ops.link.Ground;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The audits pass what happened, and see each kind of thing that must not: a cluster runs, then its books are changed.
 */
class AuditsTest
{
    private static final long SEED = 20;
    private static final long ANSWERS = 1_000;

    private static Rig rig;
    private static List<CommandBook> books;
    private static Path nodeDirectory;

    @BeforeAll
    static void run() throws IOException
    {
        rig = new Rig(Files.createTempDirectory("flatbook-audits-"), Ground.loopback(), Map.of(), SEED);
        rig.awaitAnswers(ANSWERS);
        books = rig.workload().finish();
        rig.replicas().compare();
        rig.hashWatch().read();
        nodeDirectory = rig.cluster().nodeDirectory(rig.leader());
        rig.stop();
    }

    @AfterAll
    static void close()
    {
        rig.close();
    }

    @Test
    void passWhatHappened()
    {
        final Audits audits = Audits.of(nodeDirectory, books, rig.hashWatch());

        assertThat(audits.violations()).isEmpty();
        assertThat(audits.lost()).isZero();
        assertThat(audits.twice()).isZero();
        assertThat(books).allSatisfy((book) -> assertThat(book.answered()).isGreaterThanOrEqualTo(ANSWERS));
    }

    @Test
    void theLoadIsOfManyKinds()
    {
        assertThat(rig.workload().defaultRuns()).isPositive();

        final CommandBook book = books.get(0);
        final List<RejectReason> reasons = LongStream.range(book.firstId(), book.firstId() +
            book.count()).mapToObj((id) -> book.answer(id).reason()).distinct().toList();

        assertThat(reasons).contains(RejectReason.NONE, RejectReason.UNKNOWN_ACCOUNT, RejectReason.UNKNOWN_INSTRUMENT,
            RejectReason.DUPLICATE_TRADE, RejectReason.INSUFFICIENT_COLLATERAL);
    }

    @Test
    void seeAnAnswerThatTheLogDoesNotHave()
    {
        final CommandBook book = copyOf(books.get(0));
        book.sent(book.firstId() + book.count(), 0);
        book.answered(book.firstId() + book.count() - 1,
            new CommandBook.Answer(RejectReason.NONE, RejectField.NONE, 0, 0));

        final Audits audits = Audits.of(nodeDirectory, List.of(book, books.get(1)), rig.hashWatch());

        assertThat(audits.lost()).isEqualTo(1);
        assertThat(audits.violations()).singleElement().asString().contains("the log has null");
    }

    @Test
    void seeAnAnswerThatIsNotTheLogs()
    {
        final CommandBook book = new CommandBook(books.get(0).principal());
        final CommandBook real = books.get(0);
        for (long id = real.firstId(); id < real.firstId() + real.count(); id++)
        {
            book.sent(id, 0);
            book.answered(id, id == real.firstId() ?
                new CommandBook.Answer(RejectReason.TOO_MANY, RejectField.NONE, 0, 0) : real.answer(id));
        }

        final Audits audits = Audits.of(nodeDirectory, List.of(book), rig.hashWatch());

        assertThat(audits.lost()).isEqualTo(1);
    }

    @Test
    void seeACommandThatWasNeverSent()
    {
        final CommandBook real = books.get(0);
        final CommandBook book = new CommandBook(real.principal());
        book.sent(real.firstId(), 0);
        book.answered(real.firstId(), real.answer(real.firstId()));

        final Audits audits = Audits.of(nodeDirectory, List.of(book), rig.hashWatch());

        assertThat(audits.violations()).isNotEmpty().allSatisfy((violation) ->
            assertThat(violation).containsAnyOf("was never sent", "more"));
    }

    @Test
    void seeATradeThatNoEventToldOfAndOneToldTwice()
    {
        final CommandBook book = copyOf(books.get(0));
        book.told(1L << 50);
        book.told(1L << 50);

        final Audits audits = Audits.of(nodeDirectory, List.of(book), rig.hashWatch());

        assertThat(audits.twice()).isEqualTo(1);
        assertThat(audits.violations()).hasSize(1);
    }

    private static CommandBook copyOf(final CommandBook real)
    {
        final CommandBook book = new CommandBook(real.principal());
        for (long id = real.firstId(); id < real.firstId() + real.count(); id++)
        {
            book.sent(id, 0);
            book.answered(id, real.answer(id));
        }
        return book;
    }
}
