package io.flatbook.proving.chaos;

import io.aeron.Publication;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.cluster.codecs.MessageHeaderEncoder;
import io.aeron.cluster.codecs.SessionMessageHeaderEncoder;
import io.flatbook.client.Credentials;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Streams that nobody asked for: setups of terms of a gigabyte, and messages without a seal. From strangers, and from
 * those who hold the clients' key of the wire and no secret.
 */
final class FloodFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int GIGABYTE = 1 << 30;
    private static final int CLIENT_TERM_LENGTH_MAX = 1 << 20;
    private static final int INGRESS = 1;
    private static final int INGRESS_STREAM = 101;
    /** Of ingress, consensus, log, archive control, and answers of any. */
    private static final int[] STREAMS = {INGRESS_STREAM, 108, 100, 10, 20, 102};
    private static final int SETUPS = 400;
    private static final int SESSIONS = 600;
    /** Two for each of 64 sessions and some beside; three terms each and what describes them. */
    private static final int IMAGES_MAX = 200;
    private static final int IMAGE_LENGTH_MAX = 4 * CLIENT_TERM_LENGTH_MAX;
    private static final int ROUNDS_BETWEEN_LOOKS = 10;
    private static final int STREAMS_OF_MESSAGES = 20;
    private static final int MESSAGES_OF_STREAM = 50;
    private static final int MESSAGE_LENGTH = 1_024;
    private static final int MARK_LENGTH = 16;
    private static final int GUESSES = 64;
    private static final int MESSAGES_WITH_KEY = 4_000;
    private static final long QUIET_MS = 1_500;
    private static final long OFFER_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NS = 100_000;

    private FloodFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("setup-flood", "setups of terms of a gigabyte at every port of every node: without a key, " +
                "with a wrong one, and with the clients' key", FloodFaults::setupFlood)
                .gapMaxMs(GAP_MAX_MS),
            Fault.of("unsealed-flood", "messages for open sessions without a seal: without a key and with a wrong " +
                "one none is in the log; with the clients' key none has an effect", FloodFaults::unsealedFlood)
                .gapMaxMs(GAP_MAX_MS));
    }

    private static void setupFlood(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final Keys others = new Keys(rig.directory().resolve("forged"), List.of());
        try (Footprints footprints = new Footprints(rig); Barrage barrage = new Barrage(rig, footprints))
        {
            final WireForger wrong = new WireForger(others.clientKeyFile(), WireForger.FORTH, chance);
            final WireForger client = new WireForger(rig.keys().clientKeyFile(), WireForger.FORTH, chance);
            for (int i = 0; i < SETUPS; i++)
            {
                for (final Barrage.Target target : barrage.targets())
                {
                    final byte[] setup = RawFrames.setup(
                        STREAMS[chance.nextInt(STREAMS.length)], RawFrames.session(chance), GIGABYTE);
                    barrage.send(target, setup);
                    barrage.send(target, wrong.seal(setup, target.port()));
                    barrage.send(target, client.seal(setup, target.port()));
                }
                pace(barrage, footprints, i);
            }
            barrage.checkRefused(rig);
            footprints.checkNothingLeft();
            longTermsAreRefused(rig);
            takePlaces(rig, barrage, footprints, chance);
        }
    }

    /** Who has the clients' key gets images of short terms, as a client does, up to a number. */
    private static void takePlaces(
        final ChaosCluster rig, final Barrage barrage, final Footprints footprints, final RandomGenerator chance)
        throws IOException
    {
        final WireForger client = new WireForger(rig.keys().clientKeyFile(), WireForger.FORTH, chance);
        for (int i = 0; i < SESSIONS; i++)
        {
            for (final Barrage.Target target : barrage.targets())
            {
                final byte[] setup =
                    RawFrames.setup(INGRESS_STREAM, RawFrames.session(chance), CLIENT_TERM_LENGTH_MAX);
                barrage.send(target, client.seal(setup, target.port()));
            }
            pace(barrage, footprints, i);
        }
        footprints.look();
        rig.note("with the clients' key at most " + footprints.forgedImagesMax() + " streams of a node were taken, " +
            footprints.memoryGrowthMax() / CLIENT_TERM_LENGTH_MAX + " MB of sparse memory");
        if (0 == footprints.forgedImagesMax() || IMAGES_MAX < footprints.forgedImagesMax() ||
            (long)IMAGES_MAX * IMAGE_LENGTH_MAX < footprints.memoryGrowthMax())
        {
            throw new NotAsPromisedException("with the clients' key " + footprints.forgedImagesMax() +
                " streams of a node were taken, and " + footprints.memoryGrowthMax() + " bytes");
        }
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final int node = member;
            footprints.checkLives(member);
            ChaosCluster.await("the end of streams that nobody feeds", () ->
                0 == footprints.driver(node).forgedImages());
        }
    }

    private static void longTermsAreRefused(final ChaosCluster rig)
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            final long refused =
                rig.awaitPage(member).path("wire").path("clients").path("refused").path("setup").asLong();
            if (refused < SETUPS / 2)
            {
                throw new NotAsPromisedException("node " + member + " refused " + refused + " of " + SETUPS +
                    " setups of long terms with the clients' key");
            }
        }
    }

    private static void unsealedFlood(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        final Keys others = new Keys(rig.directory().resolve("forged"), List.of());
        GuestGateway.admit(rig);
        try (IntruderDriver stranger = new IntruderDriver(rig);
            RawSession guest = RawSession.open(rig, stranger.aeron(), Credentials.ofNewInstance(
                GuestGateway.PRINCIPAL, rig.keys().fileOf(GuestGateway.PRINCIPAL))))
        {
            final byte[] mark = new byte[MARK_LENGTH];
            chance.nextBytes(mark);
            try (Footprints footprints = new Footprints(rig); Barrage barrage = new Barrage(rig, footprints))
            {
                final WireForger wrong = new WireForger(others.clientKeyFile(), WireForger.FORTH, chance);
                for (int i = 0; i < STREAMS_OF_MESSAGES; i++)
                {
                    final int session = RawFrames.session(chance);
                    each(barrage, wrong, RawFrames.setup(INGRESS_STREAM, session, CLIENT_TERM_LENGTH_MAX));
                    for (int index = 0; index < MESSAGES_OF_STREAM; index++)
                    {
                        final UnsafeBuffer message = message(guest, guessed(guest, chance), mark);
                        each(barrage, wrong, RawFrames.message(
                            INGRESS_STREAM, session, index, message, message.capacity()));
                        pace(barrage, footprints, index);
                    }
                }
                barrage.checkRefused(rig);
                footprints.checkNothingLeft();
            }
            for (int member = 0; member < LocalCluster.MEMBERS; member++)
            {
                if (0 < marksInLog(rig, member, mark))
                {
                    throw new NotAsPromisedException("what strangers said is in the log of node " + member);
                }
            }
            withKey(rig, stranger, guest, chance);
        }
    }

    /** Aeron puts into the log what names an open session; whether it has the session's seal is seen only then. */
    private static void withKey(final ChaosCluster rig, final IntruderDriver stranger, final RawSession guest,
        final RandomGenerator chance) throws IOException
    {
        final int leader = rig.leader();
        final byte[] mark = new byte[MARK_LENGTH];
        chance.nextBytes(mark);
        final long ownId = guest.cluster().clusterSessionId();
        final long beganNs = System.nanoTime();
        try (Publication outside = stranger.aeron().addPublication(
            "aeron:udp?term-length=64k|endpoint=" + rig.ingressEndpoint(leader), INGRESS_STREAM))
        {
            for (int i = 0; i < MESSAGES_WITH_KEY; i++)
            {
                offer(outside, message(guest, 0 == i % 2 ? ownId : guessed(guest, chance), mark), guest);
            }
            guest.drain(QUIET_MS);
        }
        if (0 < guest.answers())
        {
            throw new NotAsPromisedException(guest.answers() + " messages without a seal were answered");
        }
        final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs) - QUIET_MS;
        rig.note("with the clients' key " + marksInLog(rig, leader, mark) + " of " + MESSAGES_WITH_KEY +
            " messages without a seal are in the log, sent in " + tookMs + " ms, and none had an effect");
    }

    private static void offer(final Publication publication, final UnsafeBuffer message, final RawSession guest)
    {
        final long deadlineNs = System.nanoTime() + OFFER_NS;
        while (publication.offer(message) < 0)
        {
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new NotAsPromisedException("no message could be sent with the clients' key");
            }
            guest.poll();
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private static UnsafeBuffer message(final RawSession guest, final long sessionId, final byte[] mark)
    {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_LENGTH]);
        new SessionMessageHeaderEncoder().wrapAndApplyHeader(message, 0, new MessageHeaderEncoder())
            .leadershipTermId(guest.cluster().leadershipTermId()).clusterSessionId(sessionId).timestamp(0);
        message.putBytes(AeronCluster.SESSION_HEADER_LENGTH, mark);
        return message;
    }

    private static long guessed(final RawSession guest, final RandomGenerator chance)
    {
        return Math.max(0, guest.cluster().clusterSessionId() - chance.nextInt(GUESSES));
    }

    private static void each(final Barrage barrage, final WireForger wrong, final byte[] frame) throws IOException
    {
        for (final Barrage.Target target : barrage.targets())
        {
            if (INGRESS == target.offset())
            {
                barrage.send(target, frame);
                barrage.send(target, wrong.seal(frame, target.port()));
            }
        }
    }

    private static void pace(final Barrage barrage, final Footprints footprints, final int round)
    {
        barrage.pace();
        if (0 == round % ROUNDS_BETWEEN_LOOKS)
        {
            footprints.look();
        }
    }

    /** How often a mark is in what a node has recorded. */
    private static int marksInLog(final ChaosCluster rig, final int member, final byte[] mark) throws IOException
    {
        final String wanted = new String(mark, StandardCharsets.ISO_8859_1);
        int marks = 0;
        try (var files = Files.newDirectoryStream(rig.cluster().nodeDirectory(member).resolve("archive"), "*.rec"))
        {
            for (final Path file : files)
            {
                final String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (int at = bytes.indexOf(wanted); 0 <= at; at = bytes.indexOf(wanted, at + MARK_LENGTH))
                {
                    marks++;
                }
            }
        }
        return marks;
    }
}
