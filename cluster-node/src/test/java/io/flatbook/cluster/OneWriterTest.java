package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Tenure;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** One writer per principal (ONCE-2), with sessions as the log has them. */
class OneWriterTest
{
    private static final long OLD = 0x01D;
    private static final long NEW = 0x4E3;

    private final Limits limits = new Limits();
    private final EventPublisher publisher = new EventPublisher(limits);
    private final ClearingEngine engine = new ClearingEngine(limits, publisher);
    private final ReportEncoding reports = new ReportEncoding(engine, publisher);
    private final CommandAdapter adapter = new CommandAdapter(engine, publisher, reports);
    private final Sessions sessions = new Sessions(engine, publisher, reports, 1_024);
    private final FakeClient risk = new FakeClient(1, Desk.RISK);
    private long lastSessionId = 1;
    private long commandId;
    private long accountId;

    @BeforeEach
    void defineTheGateway()
    {
        sessions.leads(true);
        sessions.open(risk);
        send(risk, RiskMessages.defineAsset("USD", 2), 1);
        send(risk, RiskMessages.defineGateway("a", 1), 2);
    }

    @Test
    void twoLiveInstancesEndWithTheOlderOneFencedForGoodAndTheNewerNever()
    {
        final FakeClient older = connect(OLD, 0);
        assertThat(reported(older)).containsExactly("NONE 1");
        accepted(older);
        final FakeClient newer = connect(NEW, 0);
        assertThat(reported(older)).containsExactly("FENCED 2");
        assertThat(reported(newer)).containsExactly("NONE 2");
        for (int i = 0; i < 5; i++)
        {
            fenced(older);
            accepted(newer);
        }
        // It reconnects by itself, and the newer one with it.
        final FakeClient olderAgain = connect(OLD, 1);
        assertThat(reported(olderAgain)).containsExactly("FENCED 2");
        fenced(olderAgain);
        final FakeClient newerAgain = connect(NEW, 2);
        assertThat(reported(newerAgain)).containsExactly("NONE 2");
        for (int i = 0; i < 5; i++)
        {
            fenced(older);
            fenced(olderAgain);
            accepted(newer);
            accepted(newerAgain);
        }
    }

    @Test
    void anInstanceThatNeverLearnedOfItsEpochDoesNotTakeOverAgain()
    {
        connect(OLD, 0);
        final FakeClient newer = connect(NEW, 0);
        final FakeClient olderAgain = connect(OLD, 0);
        assertThat(reported(olderAgain)).containsExactly("FENCED 2");
        fenced(olderAgain);
        accepted(newer);
        // The same holds for the newer one, which is not taken for a third.
        final FakeClient newerAgain = connect(NEW, 0);
        assertThat(reported(newerAgain)).containsExactly("NONE 2");
        accepted(newerAgain);
        assertThat(gateway().tenure().epoch()).isEqualTo(2);
    }

    @Test
    void nobodyUsesTheEpochOfAnother()
    {
        final FakeClient newer = connect(NEW, 0);
        fenced(connect(OLD, 1));
        accepted(newer);
    }

    @Test
    void aFencedCommandConsumesNoIdAndChangesNothing()
    {
        final FakeClient older = connect(OLD, 0);
        accepted(older);
        connect(NEW, 0);
        final long hash = engine.replicaHash();
        fenced(older);
        assertThat(gateway().outcomes().lastCommandId()).isEqualTo(commandId);
        assertThat(engine.replicaHash()).isEqualTo(hash);
    }

    @Test
    void aSessionThatOnlyReadsTakesOverFromNobodyAndCommandsNothing()
    {
        final FakeClient writer = connect(NEW, 0);
        accepted(writer);
        final FakeClient reader = connect(0, 0);
        assertThat(reported(reader)).containsExactly("NONE 0");
        assertThat(reported(writer)).containsExactly("NONE 1");
        final long hash = engine.replicaHash();
        reader.take();
        send(reader, QueryMessages.accountQuery(1), 1);
        assertThat(reader.take()).hasSize(1);
        send(reader, openAccount(), commandId + 1);
        assertThat(outcomes(reader)).containsExactly(RejectReason.NOT_AUTHORIZED);
        assertThat(engine.replicaHash()).isEqualTo(hash);
        accepted(writer);
        // Not even a person whom nobody knows yet becomes known by it.
        final FakeClient person = new FakeClient(++lastSessionId, Desk.SECOND_RISK, 0, 0);
        sessions.open(person);
        send(person, RiskMessages.defineAsset("EUR", 2), 1);
        assertThat(outcomes(person)).contains(RejectReason.NOT_AUTHORIZED);
        assertThat(engine.principals().byName(Desk.SECOND_RISK)).isNull();
    }

    @Test
    void ofTwoInstancesThatWaitedTheOneThatConnectedLastStaysWhoeverSendsFirst()
    {
        for (final boolean isNewerFirst : List.of(true, false))
        {
            final String name = isNewerFirst ? Desk.SECOND_RISK : "risk/third";
            final FakeClient older = new FakeClient(++lastSessionId, name, OLD, 0);
            final FakeClient newer = new FakeClient(++lastSessionId, name, NEW, 0);
            sessions.open(older);
            sessions.open(newer);
            assertThat(reported(older)).containsExactly("NONE 0");
            assertThat(reported(newer)).containsExactly("NONE 0");
            if (!isNewerFirst)
            {
                send(older, RiskMessages.defineAsset("CHF", 2), 1);
                assertThat(outcomes(older)).containsExactly(RejectReason.FENCED);
                assertThat(engine.principals().byName(name).outcomes().lastCommandId()).isZero();
                assertThat(reported(newer)).containsExactly("NONE 1");
            }
            // Its ids are its own: it takes none that the older one used.
            send(newer, RiskMessages.defineAsset(isNewerFirst ? "EUR" : "GBP", 2), 1);
            assertThat(outcomes(newer)).containsExactly(RejectReason.NONE);
            send(older, RiskMessages.defineAsset("JPY", 0), 2);
            assertThat(outcomes(older)).containsExactly(RejectReason.FENCED);
            assertThat(reported(older)).containsExactly("FENCED 1");
            assertThat(engine.principals().byName(name).outcomes().lastCommandId()).isEqualTo(1);
        }
    }

    @Test
    void aGatewayThatConnectedBeforeItWasDefinedTakesOverWithItsFirstCommand()
    {
        final FakeClient older = new FakeClient(++lastSessionId, Desk.OTHER_GATEWAY, OLD, 0);
        final FakeClient newer = new FakeClient(++lastSessionId, Desk.OTHER_GATEWAY, NEW, 0);
        sessions.open(older);
        sessions.open(newer);
        send(risk, RiskMessages.defineGateway("b", 2), 3);
        commandId = 0;
        fenced(older);
        accepted(newer);
        fenced(older);
    }

    @Test
    void oneThatOnlyReadsDoesNotTakeOverInPlaceOfTheSender()
    {
        final FakeClient writer = new FakeClient(++lastSessionId, Desk.SECOND_RISK, NEW, 0);
        final FakeClient reader = new FakeClient(++lastSessionId, Desk.SECOND_RISK, 0, 0);
        sessions.open(writer);
        sessions.open(reader);
        send(writer, RiskMessages.defineAsset("EUR", 2), 1);
        assertThat(outcomes(writer)).containsExactly(RejectReason.NONE);
        assertThat(reported(writer)).containsExactly("NONE 1");
    }

    @Test
    void aSnapshotKnowsWhoWasTakenOver()
    {
        final FakeClient older = connect(OLD, 0);
        accepted(older);
        final FakeClient newer = connect(NEW, 0);
        accepted(newer);
        final SnapshotBytes bytes = new SnapshotBytes();
        new SnapshotTaker(engine, publisher).takeTo(bytes);

        final EventPublisher restoredPublisher = new EventPublisher(limits);
        final ClearingEngine restored = new ClearingEngine(limits, restoredPublisher);
        final SnapshotLoader loader = new SnapshotLoader(restored, restoredPublisher);
        SnapshotBytes.read(bytes.toByteArray(), loader::onRecord);
        loader.verify();
        assertThat(restored.replicaHash()).isEqualTo(engine.replicaHash());
        final Tenure tenure = restored.principals().byName(Desk.GATEWAY).tenure();
        assertThat(List.of(tenure.epoch(), tenure.instance(), tenure.sessionId(), tenure.former(0)))
            .containsExactly(2L, NEW, newer.id(), OLD);
        assertThat(tenure.of(OLD, 1, 999)).isEqualTo(Tenure.Standing.FENCED);
        assertThat(tenure.of(OLD, 0, 999)).isEqualTo(Tenure.Standing.FENCED);
        assertThat(tenure.of(NEW, 2, 999)).isEqualTo(Tenure.Standing.WRITER);
        // The sessions that were open when it was taken are as they were, and nobody takes over.
        final Sessions after =
            new Sessions(restored, restoredPublisher, new ReportEncoding(restored, restoredPublisher), 1_024);
        after.add(older);
        after.add(newer);
        assertThat(restored.replicaHash()).isEqualTo(engine.replicaHash());
        assertThat(after.claim(after.find(older.id()), restored.principals().byName(Desk.GATEWAY))).isFalse();
        assertThat(after.claim(after.find(newer.id()), restored.principals().byName(Desk.GATEWAY))).isTrue();
    }

    @Test
    void whoTakesOverMovesTheReplicaHashAndNotThatOfTheBook()
    {
        final long replicaHash = engine.replicaHash();
        final long stateHash = engine.stateHash();
        connect(OLD, 0);
        assertThat(engine.replicaHash()).isNotEqualTo(replicaHash);
        assertThat(engine.stateHash()).isEqualTo(stateHash);
    }

    @Test
    void anEpochOfAFutureThatARestoredLogDoesNotHaveTakesOverAnew()
    {
        connect(OLD, 0);
        final FakeClient ahead = connect(NEW, 7);
        assertThat(reported(ahead)).containsExactly("NONE 2");
        accepted(ahead);
        accepted(connect(NEW, 7));
        fenced(connect(OLD, 1));
    }

    private Principal gateway()
    {
        return engine.principals().byName(Desk.GATEWAY);
    }

    private FakeClient connect(final long instance, final long epoch)
    {
        final FakeClient client = new FakeClient(++lastSessionId, Desk.GATEWAY, instance, epoch);
        assertThat(sessions.open(client)).isTrue();
        return client;
    }

    private UnsafeBuffer openAccount()
    {
        return Messages.openAccount(++accountId, 1, 1);
    }

    private void accepted(final FakeClient client)
    {
        client.take();
        send(client, openAccount(), ++commandId);
        assertThat(outcomes(client)).containsExactly(RejectReason.NONE);
    }

    private void fenced(final FakeClient client)
    {
        client.take();
        send(client, openAccount(), commandId + 1);
        assertThat(outcomes(client)).containsExactly(RejectReason.FENCED);
    }

    private void send(final FakeClient client, final UnsafeBuffer message, final long leadingId)
    {
        message.putLong(8, leadingId, ByteOrder.LITTLE_ENDIAN);
        final Session session = sessions.find(client.id());
        adapter.onMessage(0, session.principalName(), session.role(), message, 0, message.capacity(), session);
        sessions.advance();
    }

    private List<RejectReason> outcomes(final FakeClient client)
    {
        return client.take().stream().map(Desk::decode)
            .filter((answer) -> SessionReportDecoder.TEMPLATE_ID != answer.templateId())
            .map(Desk.Answer::reason).toList();
    }

    /** Reports that came, as reason and epoch. */
    private List<String> reported(final FakeClient client)
    {
        sessions.reportsDue();
        sessions.advance();
        return client.take().stream().map(UnsafeBuffer::new)
            .filter((bytes) -> SessionReportDecoder.TEMPLATE_ID == MessageCheck.templateId(bytes, 0))
            .map((bytes) -> new SessionReportDecoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderDecoder()))
            .map((report) -> report.reason() + " " + report.epoch())
            .distinct().toList();
    }
}
