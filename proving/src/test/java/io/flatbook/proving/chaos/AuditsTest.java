package io.flatbook.proving.chaos;

import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.ops.replay.NodeDirectory;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The audits pass what happened, and see each kind of thing that must not: a cluster runs, one of its nodes rejoins,
 * then its books are changed.
 */
class AuditsTest
{
    private static final long SEED = 20;
    private static final long ANSWERS = 1_000;

    private static ChaosCluster rig;
    private static List<CommandBook> books;
    private static List<Path> nodes;
    private static Path rejoined;
    private static long agreedPosition;

    @BeforeAll
    static void run() throws IOException
    {
        rig = new ChaosCluster(Files.createTempDirectory("flatbook-audits-"), Ground.loopback(),
            Map.of("snapshotLogLength", "128k"), SEED, HolderCrowd.HOLDERS_DEFAULT);
        rig.awaitAnswers(ANSWERS);
        ChaosCluster.await("a snapshot", () -> 0 < rig.page(rig.leader()).path("snapshots").asLong());
        books = rig.workload().finish();
        final int victim = rig.follower(new SplittableRandom(SEED));
        rig.supervisor().hold(victim);
        rig.cluster().kill(victim);
        rig.cluster().rejoin(victim);
        rig.supervisor().release(victim);
        rig.awaitHealthy();
        agreedPosition = rig.replicas().compare().position();
        rig.hashWatch().read();
        rejoined = rig.cluster().nodeDirectory(victim);
        nodes = List.of(rejoined, rig.cluster().nodeDirectory(rig.leader()));
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
        final Audits audits = audits(books);

        assertThat(audits.violations()).isEmpty();
        assertThat(audits.lost()).isZero();
        assertThat(audits.twice()).isZero();
        assertThat(books).allSatisfy((book) -> assertThat(book.answered()).isGreaterThanOrEqualTo(ANSWERS));
    }

    @Test
    void passOverANodeWhoseLogBeginsWithASnapshot()
    {
        try (NodeDirectory node = NodeDirectory.open(rejoined))
        {
            assertThat(node.logStartPosition()).isPositive();
        }
        assertThatThrownBy(() -> Audits.of(List.of(rejoined), agreedPosition, books, rig.hashWatch().reported()))
            .isInstanceOf(NotAsPromisedException.class).hasMessageContaining("no node has the log from its start");
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
        book.sent(book.firstId() + book.count(), 0, 0);
        book.answered(book.firstId() + book.count() - 1,
            new CommandBook.Answer(RejectReason.NONE, RejectField.NONE, 0, 0, List.of()));

        final Audits audits = audits(List.of(book, books.get(1)));

        assertThat(audits.lost()).isEqualTo(1);
        assertThat(audits.violations()).singleElement().asString().contains("the log has null");
    }

    @Test
    void seeAnAnswerThatIsNotTheLogs()
    {
        final CommandBook real = books.get(0);
        final CommandBook book = copyBut(real, (id) -> id == real.firstId());
        book.answered(real.firstId(),
            new CommandBook.Answer(RejectReason.TOO_MANY, RejectField.NONE, 0, 0, List.of()));

        final Audits audits = audits(List.of(book, books.get(1)));

        assertThat(audits.lost()).isEqualTo(1);
        assertThat(audits.violations()).singleElement().asString().contains("TOO_MANY");
    }

    @Test
    void seeATradeOfABatchThatWasAnsweredOtherwise()
    {
        final CommandBook real = books.get(0);
        final long batchId = LongStream.range(real.firstId(), real.firstId() + real.count())
            .filter((id) -> !real.answer(id).tradeReasons().isEmpty()).findFirst().orElseThrow();
        final CommandBook book = copyBut(real, (id) -> id == batchId);
        final CommandBook.Answer answer = real.answer(batchId);
        final List<RejectReason> reasons = new ArrayList<>(answer.tradeReasons());
        reasons.set(reasons.size() - 1, RejectReason.TOO_MANY);
        book.answered(batchId, new CommandBook.Answer(
            answer.reason(), answer.field(), answer.detail(), answer.firstEventSequence(), reasons));

        final Audits audits = audits(List.of(book, books.get(1)));

        assertThat(audits.lost()).isEqualTo(1);
        assertThat(audits.violations()).singleElement().asString().contains("TOO_MANY");
    }

    @Test
    void seeOtherBytesThanWereSent()
    {
        final CommandBook real = books.get(0);
        final CommandBook book = new CommandBook(real.principal());
        for (long id = real.firstId(); id < real.firstId() + real.count(); id++)
        {
            book.sent(id, 0, id == real.firstId() ? ~real.commandHash(id) : real.commandHash(id));
            book.answered(id, real.answer(id));
        }

        final Audits audits = audits(List.of(book, books.get(1)));

        assertThat(audits.lost()).isEqualTo(1);
        assertThat(audits.violations()).singleElement().asString().contains("has other bytes in the log");
    }

    @Test
    void seeCommandsThatNobodyKnowsTheOutcomeOf()
    {
        final CommandBook real = books.get(0);
        final CommandBook book = copyBut(real, (id) -> id < real.firstId() + 2);
        book.unknown(real.firstId());

        final Audits audits = audits(List.of(book, books.get(1)));

        assertThat(audits.summary()).contains("2 sent whose outcome is unknown");
        assertThat(audits.violations()).hasSize(2)
            .anySatisfy((violation) -> assertThat(violation).contains("was given up by the client"))
            .anySatisfy((violation) -> assertThat(violation).contains("was never answered"));
    }

    @Test
    void seeACommandThatWasNeverSent()
    {
        final CommandBook real = books.get(0);
        final CommandBook book = new CommandBook(real.principal());
        book.sent(real.firstId(), 0, real.commandHash(real.firstId()));
        book.answered(real.firstId(), real.answer(real.firstId()));

        final Audits audits = audits(List.of(book, books.get(1)));

        assertThat(audits.violations()).isNotEmpty().allSatisfy((violation) ->
            assertThat(violation).containsAnyOf("was never sent", "more"));
    }

    @Test
    void seeASenderWhomNobodyKnows()
    {
        final Audits audits = audits(List.of(books.get(0)));

        assertThat(audits.violations()).isNotEmpty().allSatisfy((violation) -> assertThat(violation)
            .containsAnyOf(books.get(1).principal(), "more")
            .containsAnyOf("was accepted, and nobody here sent it", "more"));
    }

    @Test
    void seeATradeThatNoEventToldOfAndOneToldTwice()
    {
        final CommandBook real = books.get(0);
        final long id = LongStream.range(real.firstId(), real.firstId() + real.count())
            .filter((each) -> RejectReason.NONE == real.answer(each).reason()).findFirst().orElseThrow();
        final CommandBook book = new CommandBook(real.principal());
        for (long each = real.firstId(); each < real.firstId() + real.count(); each++)
        {
            book.sent(each, each == id ? 1L << 51 : 0, real.commandHash(each));
            book.answered(each, real.answer(each));
        }
        book.reported(1L << 50);
        book.reported(1L << 50);

        final Audits audits = audits(List.of(book, books.get(1)));

        assertThat(audits.lost()).isEqualTo(1);
        assertThat(audits.twice()).isEqualTo(1);
        assertThat(audits.violations()).hasSize(1);
    }

    @Test
    void seeAHashOfAPositionThatTheLogDoesNotHaveAndOneThatDiffers()
    {
        final HashWatch.Reported real = rig.hashWatch().reported();
        final long last = Collections.max(real.hashByPosition().keySet());
        final Map<Long, String> hashes = new HashMap<>(real.hashByPosition());
        hashes.put(last + 1, hashes.get(last));
        hashes.put(last, "0000000000000000");

        final Audits audits = Audits.of(nodes, agreedPosition, books, new HashWatch.Reported(hashes, List.of()));

        assertThat(audits.violations()).hasSize(2)
            .anySatisfy((violation) -> assertThat(violation).contains("where the log has no entry"))
            .anySatisfy((violation) -> assertThat(violation).contains("the replay has"));
    }

    @Test
    void seeALogThatEndsTooSoon()
    {
        final Audits audits = Audits.of(nodes, 1L << 50, books, rig.hashWatch().reported());

        assertThat(audits.violations()).singleElement().asString().contains("the log ends at");
    }

    private static Audits audits(final List<CommandBook> ofBooks)
    {
        return Audits.of(nodes, agreedPosition, ofBooks, rig.hashWatch().reported());
    }

    private static CommandBook copyOf(final CommandBook real)
    {
        return copyBut(real, (id) -> false);
    }

    /** With all that was sent, and the answers but to some. */
    private static CommandBook copyBut(final CommandBook real, final LongPredicate isUnanswered)
    {
        final CommandBook book = new CommandBook(real.principal());
        for (long id = real.firstId(); id < real.firstId() + real.count(); id++)
        {
            book.sent(id, 0, real.commandHash(id));
            if (!isUnanswered.test(id))
            {
                book.answered(id, real.answer(id));
            }
        }
        return book;
    }
}
