package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.aeron.Aeron;
import io.aeron.security.SessionProxy;
import io.flatbook.cluster.SessionPrincipal;
import io.flatbook.testkit.SecretFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChallengeAuthenticatorTest
{
    private static final String GATEWAY = "gateway/a";
    private static final int SESSIONS_MAX = 2;
    private static final long START_NS = Long.MAX_VALUE - TimeUnit.MINUTES.toNanos(3);

    private final SecretFiles files = new SecretFiles().give(GATEWAY, 1).give("risk/alice", 7);
    private final List<String> rejections = new ArrayList<>();
    private final SessionRegistry registry = new SessionRegistry();
    private final LongAdder wrongAnswers = new LongAdder();
    private long nowNs = START_NS;
    private long lastSessionId;
    private final ChallengeAuthenticator authenticator = new ChallengeAuthenticator(
        new SecretStore(files.nodeFile(), () -> nowNs, (throwable) -> rejections.add(throwable.getMessage())),
        registry, SESSIONS_MAX, () -> nowNs, wrongAnswers, (throwable) -> rejections.add(throwable.getMessage()));

    @AfterEach
    void removeFiles()
    {
        files.close();
    }

    @Test
    void admitsWhoProvesTheSecretAsThePrincipalItIsOf()
    {
        assertThat(knock(GATEWAY, 1).principal).isEqualTo(GATEWAY);
        assertThat(knock("risk/alice", 7).principal).isEqualTo("risk/alice");
        assertThat(rejections).isEmpty();
    }

    @Test
    void computesTheProofThatTheDocumentationShows()
    {
        final byte[] secret = filled(1);
        final byte[] answer = Proof.answer(secret, new Claim("gateway/exchange-a", 1, filled(2), 7, 2), filled(3));
        assertThat(HexFormat.of().formatHex(answer)).isEqualTo(
            "02" + "853920f37826b8f775024e47fadee7bb90b17e5d78130c0bd7e585a298a1a2f8");
    }

    @Test
    void computesTheKeyOfTheSessionThatTheDocumentationShows()
    {
        final byte[] secret = filled(1);
        final byte[] key = Proof.sessionKey(secret, new Claim("gateway/exchange-a", 1, filled(2), 7, 2), filled(3));
        assertThat(HexFormat.of().formatHex(key))
            .isEqualTo("4d16058e1d44110f88a5620cdc07681febba3d3d62b19e4694784cf62559dbef");
    }

    @Test
    void givesEachSessionAKeyOfItsOwn()
    {
        final byte[] key = knock(GATEWAY, 1).sessionKey;
        assertThat(key).hasSize(32);
        assertThat(knock(GATEWAY, 1).sessionKey).hasSize(32).isNotEqualTo(key);
    }

    @Test
    void rejectsAWrongSecretAnUnknownVersionAndAnUnknownPrincipalAlike()
    {
        final byte[] other = filled(9);
        for (final Claim claim : new Claim[]{claim(GATEWAY, 1), claim(GATEWAY, 2), claim("gateway/nobody", 1)})
        {
            final FakeSession session = connect(encode(claim));
            assertThat(session.challenges).hasSize(1);
            answer(session, Proof.answer(other, claim, session.nonce()));
            assertRejectedAtTheDeadline(session);
            assertThat(session.principal).isNull();
        }
        assertThat(rejections).containsExactly(
            "session 1 rejected: gateway/a: does not prove its secret",
            "session 2 rejected: gateway/a: has no secret of version 2",
            "session 3 rejected: gateway/nobody: has no secret of version 1");
    }

    @Test
    void admitsNobodyWithTheSecretThatUnknownPrincipalsAreComparedWith()
    {
        final Claim claim = claim("gateway/nobody", 1);
        final FakeSession session = connect(encode(claim));
        answer(session, Proof.answer(new byte[Proof.NONCE_LENGTH], claim, session.nonce()));
        assertRejectedAtTheDeadline(session);
    }

    @Test
    void rejectsThePrincipalOfAnother()
    {
        final Claim claim = claim("risk/alice", 1);
        final FakeSession session = connect(encode(claim));
        answer(session, Proof.answer(secret(GATEWAY, 1), claim, session.nonce()));
        assertRejectedAtTheDeadline(session);
    }

    @Test
    void rejectsAReplayedAnswer()
    {
        final Claim claim = claim(GATEWAY, 1);
        final FakeSession first = connect(encode(claim));
        final byte[] recorded = Proof.answer(secret(GATEWAY, 1), claim, first.nonce());
        answer(first, recorded);
        assertThat(first.principal).isEqualTo(GATEWAY);

        final FakeSession replay = connect(encode(claim));
        assertThat(replay.nonce()).isNotEqualTo(first.nonce());
        answer(replay, recorded);
        assertRejectedAtTheDeadline(replay);

        authenticator.onChallengeResponse(first.id, recorded, 0);
        final FakeSession again = new FakeSession(first.id);
        authenticator.onChallengedSession(again, 0);
        assertThat(again.isRejected).isTrue();
    }

    @Test
    void admitsTheRightAnswerAfterAnyNumberOfWrongOnes()
    {
        final Claim claim = claim(GATEWAY, 1);
        final FakeSession session = connect(encode(claim));
        authenticator.onChallengedSession(session, 0);
        nowNs += ChallengeAuthenticator.ANSWER_WITHIN_NS - 1;
        for (int i = 0; i < 1_000; i++)
        {
            answer(session, filled(i));
        }
        assertThat(wrongAnswers.sum()).isEqualTo(1_000);
        assertThat(session.isRejected).isFalse();
        answer(session, Proof.answer(secret(GATEWAY, 1), claim, session.nonce()));
        assertThat(session.principal).isEqualTo(GATEWAY);
        assertThat(rejections).isEmpty();
    }

    @Test
    void forgetsNoRightAnswerForAWrongOneBehindIt()
    {
        final Claim claim = claim(GATEWAY, 1);
        final FakeSession session = connect(encode(claim));
        authenticator.onChallengeResponse(
            session.id, Proof.answer(secret(GATEWAY, 1), claim, session.nonce()), 0);
        answer(session, filled(5));
        assertThat(session.principal).isEqualTo(GATEWAY);
        assertThat(wrongAnswers.sum()).isZero();
    }

    @Test
    void rejectsWhoIsSilentUntilTheDeadline()
    {
        final FakeSession session = connect(encode(claim(GATEWAY, 1)));
        authenticator.onChallengedSession(session, 0);
        assertRejectedAtTheDeadline(session);
        assertThat(rejections).containsExactly("session 1 rejected: gateway/a: does not answer");
    }

    @Test
    void countsTheDeadlineFromTheChallenge()
    {
        final FakeSession session = new FakeSession(++lastSessionId);
        final Claim claim = claim(GATEWAY, 1);
        authenticator.onConnectRequest(session.id, encode(claim), 0);
        nowNs += 2 * ChallengeAuthenticator.ANSWER_WITHIN_NS;
        authenticator.onConnectedSession(session, 0);
        authenticator.onChallengedSession(session, 0);
        assertThat(session.isRejected).isFalse();
        answer(session, Proof.answer(secret(GATEWAY, 1), claim, session.nonce()));
        assertThat(session.principal).isEqualTo(GATEWAY);
    }

    @Test
    void locksNobodyOutForTheFailuresOfOthersInTheSameName()
    {
        for (int i = 0; i < 100; i++)
        {
            final FakeSession session = connect(encode(claim(GATEWAY, 1)));
            answer(session, filled(9));
            assertRejectedAtTheDeadline(session);
        }
        assertThat(knock(GATEWAY, 1).principal).isEqualTo(GATEWAY);
    }

    @Test
    void challengesAgainWhereTheChallengeDidNotGoOut()
    {
        final Claim claim = claim(GATEWAY, 1);
        final FakeSession session = new FakeSession(++lastSessionId);
        session.isBackPressured = true;
        authenticator.onConnectRequest(session.id, encode(claim), 0);
        authenticator.onConnectedSession(session, 0);
        session.isBackPressured = false;
        authenticator.onConnectedSession(session, 0);
        assertThat(session.challenges).hasSize(2);
        assertThat(session.challenges.get(0)).isEqualTo(session.challenges.get(1));
        answer(session, Proof.answer(secret(GATEWAY, 1), claim, session.nonce()));
        assertThat(session.principal).isEqualTo(GATEWAY);
    }

    @Test
    void admitsBothVersionsDuringARotationAndTheNewOneAfterIt()
    {
        files.give(GATEWAY, 2);
        nowNs += TimeUnit.SECONDS.toNanos(2);
        assertThat(knock(GATEWAY, 1).principal).isEqualTo(GATEWAY);
        assertThat(knock(GATEWAY, 2).principal).isEqualTo(GATEWAY);
        registry.closed(1);
        files.take(GATEWAY, 1);
        nowNs += TimeUnit.SECONDS.toNanos(2);
        assertRejectedAtTheDeadline(knock(GATEWAY, 1));
        assertThat(knock(GATEWAY, 2).principal).isEqualTo(GATEWAY);
    }

    @Test
    void limitsTheSessionsOfAPrincipal()
    {
        final FakeSession first = knock(GATEWAY, 1);
        registry.opened(first.id, GATEWAY);
        knock(GATEWAY, 1);
        assertThat(knock(GATEWAY, 1).isRejected).isTrue();
        assertThat(rejections).containsExactly("session 3 rejected: gateway/a: has 2 sessions already");
        assertThat(knock("risk/alice", 7).principal).isEqualTo("risk/alice");
        registry.closed(first.id);
        assertThat(knock(GATEWAY, 1).principal).isEqualTo(GATEWAY);
        nowNs += TimeUnit.SECONDS.toNanos(11);
        assertThat(knock(GATEWAY, 1).principal).as("admitted sessions that never opened count no more")
            .isEqualTo(GATEWAY);
    }

    @Test
    void rejectsGarbageUnchallenged()
    {
        final long seed = System.nanoTime();
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        final byte[] good = encode(claim(GATEWAY, 1));
        final List<byte[]> garbage = new ArrayList<>(List.of(
            new byte[0], GATEWAY.getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(good, 37),
            Arrays.copyOf(good, good.length + 1), encode(claim("nobody/a", 1)), encode(claim("gateway/A", 1))));
        garbage.add(null);
        for (int i = 0; i < 1_000; i++)
        {
            final byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            garbage.add(bytes);
        }
        for (final byte[] bytes : garbage)
        {
            final FakeSession session = connect(bytes);
            assertThat(session.challenges).isEmpty();
            assertThat(session.isRejected).isTrue();
        }
        for (int i = 0; i < 1_000; i++)
        {
            final FakeSession session = connect(encode(claim("gateway/unknown", 1)));
            final byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            answer(session, bytes);
            assertRejectedAtTheDeadline(session);
        }
        final FakeSession silent = connect(good);
        answer(silent, null);
        assertRejectedAtTheDeadline(silent);
    }

    @Test
    void rejectsSessionsThatShareAnId()
    {
        final FakeSession session = new FakeSession(Aeron.NULL_VALUE);
        authenticator.onConnectRequest(session.id, encode(claim(GATEWAY, 1)), 0);
        authenticator.onConnectedSession(session, 0);
        assertThat(session.isRejected).isTrue();
        assertThat(session.challenges).isEmpty();
    }

    private void assertRejectedAtTheDeadline(final FakeSession session)
    {
        assertThat(session.isRejected).as("before the deadline").isFalse();
        nowNs += ChallengeAuthenticator.ANSWER_WITHIN_NS;
        authenticator.onChallengedSession(session, 0);
        assertThat(session.isRejected).as("at the deadline").isTrue();
    }

    private FakeSession knock(final String principal, final int version)
    {
        final Claim claim = claim(principal, version);
        final FakeSession session = connect(encode(claim));
        answer(session, Proof.answer(secret(principal, version), claim, session.nonce()));
        return session;
    }

    private FakeSession connect(final byte[] credentials)
    {
        final FakeSession session = new FakeSession(++lastSessionId);
        authenticator.onConnectRequest(session.id, credentials, 0);
        authenticator.onConnectedSession(session, 0);
        return session;
    }

    private void answer(final FakeSession session, final byte[] bytes)
    {
        authenticator.onChallengeResponse(session.id, bytes, 0);
        authenticator.onChallengedSession(session, 0);
    }

    private byte[] secret(final String principal, final int version)
    {
        return SecretsTest.secretOf(files.clientFile(principal, version));
    }

    private static Claim claim(final String principal, final int version)
    {
        return new Claim(principal, version, filled(version), 7, 2);
    }

    private static byte[] encode(final Claim claim)
    {
        return ByteBuffer.allocate(53 + claim.principal().length()).put(Proof.FORMAT).putInt(claim.version())
            .put(claim.clientNonce()).put(claim.proven()).array();
    }

    private static byte[] filled(final int value)
    {
        final byte[] bytes = new byte[Proof.NONCE_LENGTH];
        Arrays.fill(bytes, (byte)value);
        return bytes;
    }

    private static final class FakeSession implements SessionProxy
    {
        private final long id;
        private final List<byte[]> challenges = new ArrayList<>();
        private boolean isBackPressured;
        private boolean isRejected;
        private String principal;
        private byte[] sessionKey;

        private FakeSession(final long id)
        {
            this.id = id;
        }

        byte[] nonce()
        {
            final byte[] challenge = challenges.get(challenges.size() - 1);
            return Arrays.copyOfRange(challenge, 1, challenge.length);
        }

        @Override
        public long sessionId()
        {
            return id;
        }

        @Override
        public boolean challenge(final byte[] encodedChallenge)
        {
            challenges.add(encodedChallenge);
            return !isBackPressured;
        }

        @Override
        public boolean authenticate(final byte[] encodedPrincipal)
        {
            final SessionPrincipal opener = SessionPrincipal.decode(encodedPrincipal);
            principal = opener.name();
            sessionKey = opener.key();
            return true;
        }

        @Override
        public void reject()
        {
            isRejected = true;
        }
    }
}
