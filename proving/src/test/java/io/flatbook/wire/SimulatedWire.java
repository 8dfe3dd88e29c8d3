package io.flatbook.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.ObjLongConsumer;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.UdpChannel;
import org.agrona.concurrent.NanoClock;

/**
 * The sealed wire of a simulated host: endpoints, ciphers and keys of the product, under a clock of the caller's and
 * without the thread that looks at files of keys.
 */
public final class SimulatedWire
{
    private final WireRing members;
    private final WireRing clients;
    private final IntPredicate isClientPort;

    /**
     * The wire of one host.
     *
     * @param isClientPort as {@link SealedWire#ofTwoRings} has it.
     * @param clock        of all hosts.
     * @param isChecked    false: whatever comes is taken for genuine, a bug that must be found.
     */
    public SimulatedWire(final IntPredicate isClientPort, final NanoClock clock, final boolean isChecked)
    {
        this.isClientPort = isClientPort;
        members = ring(1, clock, isChecked);
        clients = ring(2, clock, isChecked);
    }

    /** Neither seals nor checks. */
    private static final class Unchecked implements FrameCipher
    {
        @Override
        public void key(final byte[] key)
        {
            // It needs none.
        }

        @Override
        public void seal(final byte[] trailer, final byte[] plain, final int plainLength, final byte[] sealed)
        {
            System.arraycopy(plain, 0, sealed, 0, plainLength);
            Arrays.fill(sealed, plainLength, plainLength + TAG_LENGTH, (byte)0);
        }

        @Override
        public boolean open(final byte[] trailer, final byte[] sealed, final int sealedLength, final byte[] plain)
        {
            System.arraycopy(sealed, 0, plain, 0, sealedLength - TAG_LENGTH);
            return true;
        }
    }

    /**
     * Put it into the context of a driver that was not started yet.
     *
     * @param context of the driver.
     * @return the context.
     */
    public MediaDriver.Context install(final MediaDriver.Context context)
    {
        return context
            .mtuLength(Math.min(SealedWire.MTU_LENGTH, context.mtuLength()))
            .sendChannelEndpointSupplier((channel, indicator, driver) ->
                new SealedSendEndpoint(channel, indicator, driver, ring(channel)))
            .receiveChannelEndpointSupplier((channel, dispatcher, indicator, driver) ->
                new SealedReceiveEndpoint(channel, dispatcher, indicator, driver, ring(channel)));
    }

    /**
     * Tells what it has refused.
     *
     * @param counts take the name of each reason and how often.
     */
    public void tell(final ObjLongConsumer<String> counts)
    {
        for (final Refusal reason : Refusal.values())
        {
            counts.accept("wire refused " + reason.name().toLowerCase(Locale.ROOT),
                members.counters().refused(reason) + clients.counters().refused(reason));
        }
        counts.accept("wire opened", members.counters().opened() + clients.counters().opened());
    }

    private static WireRing ring(final int number, final NanoClock clock, final boolean isChecked)
    {
        final byte[] secret = new byte[FrameCipher.KEY_LENGTH];
        Arrays.fill(secret, (byte)number);
        return new WireRing(KeyRing.of(new WireKey(1, secret)), SourceList.ANY, RingSettings.TERM_LENGTH_MAX,
            isChecked ? AesGcm::new : Unchecked::new,
            new WireClock(() -> TimeUnit.NANOSECONDS.toMillis(clock.nanoTime()), clock));
    }

    private WireRing ring(final UdpChannel channel)
    {
        return isClientPort.test(channel.remoteData().getPort()) ? clients : members;
    }
}
