package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.NameResolverAgent;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.DriverTimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Addresses of hosts, and name servers that take their time. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class HostNamesTest
{
    private static final String ENDPOINT = CommonContext.ENDPOINT_PARAM_NAME;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int DRIVER_TIMEOUT_MS = 3_000;

    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicLong nowNs = new AtomicLong(1);
    private final Map<String, InetAddress> addresses = new ConcurrentHashMap<>(Map.of("quick", HERE));
    private final HostNames names = new HostNames(this::lookUp, nowNs::get);

    @AfterEach
    void close()
    {
        answers.countDown();
        names.onClose();
    }

    @Test
    void knowsANameAsTheNameServersDo()
    {
        assertThat(resolved("quick")).isEqualTo(HERE);
        assertThat(resolved("nobody")).isNull();
    }

    @Test
    void looksUpNoAddress() throws UnknownHostException
    {
        assertThat(resolved("10.0.0.1")).isEqualTo(InetAddress.getByName("10.0.0.1"));
        assertThat(resolved("::1")).isEqualTo(InetAddress.getByName("::1"));
        assertThat(lookups).hasValue(0);
        assertThat(resolved("10.0.0.256")).isNull();
        assertThat(lookups).hasValue(1);
    }

    @Test
    void aNameThatIsSlowIsKnownWhenItIsAskedForAgain()
    {
        assertThat(resolved("slow")).isNull();
        answers.countDown();
        Awaitility.await().until(() -> HERE.equals(resolved("slow")));
    }

    @Test
    void aNameHasItsLastAddressWhileNoNameServerAnswers() throws UnknownHostException
    {
        final InetAddress there = InetAddress.getByName("10.0.0.1");
        addresses.put("moved", there);
        assertThat(resolved("moved")).isEqualTo(there);
        addresses.remove("moved");
        assertThat(resolved("moved")).isEqualTo(there);
        addresses.put("moved", HERE);
        assertThat(resolved("moved")).isEqualTo(HERE);
    }

    @Test
    void waitsOnceForManyNamesThatAreSlow()
    {
        assertThat(names.waitMs()).isEqualTo(HostNames.WAIT_MS);
        for (int i = 0; i < 2 * HostNames.LOOKUPS_MAX; i++)
        {
            assertThat(resolved("slow-" + i)).isNull();
            assertThat(names.waitMs()).isZero();
        }
    }

    @Test
    void waitsAgainAfterAWhile()
    {
        assertThat(resolved("slow")).isNull();
        nowNs.addAndGet(HostNames.SLOW_NS);
        assertThat(resolved("quick")).isEqualTo(HERE);
    }

    @Test
    void keepsTheNamesOfMembersHoweverManyOthersAreLookedUp()
    {
        addresses.put("member", HERE);
        names.learn(List.of("member", "nobody", "10.0.0.1"));
        addresses.remove("member");
        for (int i = 0; i < 2 * HostNames.NAMES_MAX; i++)
        {
            addresses.put("other-" + i, HERE);
            resolved("other-" + i);
        }
        assertThat(resolved("member")).isEqualTo(HERE);
    }

    @Test
    void aDriverTakesCommandsWhileANameIsLookedUp()
    {
        try (MediaDriver driver = driver(names); Aeron one = client(driver); Aeron other = client(driver))
        {
            one.asyncAddPublication("aeron:udp?endpoint=slow:40123", 1);
            other.addPublication("aeron:udp?endpoint=127.0.0.1:40124", 1).close();
        }
    }

    /** What Aeron does by itself: if this fails, {@link HostNames} may have become needless. */
    @Test
    void aDriverOfAeronAloneTakesNone()
    {
        try (MediaDriver driver = driver(new Blocking()); Aeron one = client(driver); Aeron other = client(driver))
        {
            one.asyncAddPublication("aeron:udp?endpoint=slow:40123", 1);
            Awaitility.await().until(() -> 0 < lookups.get());
            assertThatThrownBy(() -> other.addPublication("aeron:udp?endpoint=127.0.0.1:40124", 1))
                .isInstanceOf(DriverTimeoutException.class).hasMessageContaining("no response from MediaDriver");
            assertThat(other.isClosed()).isFalse();
            answers.countDown();
        }
    }

    private InetAddress resolved(final String name)
    {
        return names.resolve(name, ENDPOINT, false);
    }

    private InetAddress lookUp(final String name) throws UnknownHostException
    {
        lookups.incrementAndGet();
        if (name.startsWith("slow"))
        {
            try
            {
                answers.await();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
            return HERE;
        }
        final InetAddress address = addresses.get(name);
        if (null == address)
        {
            throw new UnknownHostException(name);
        }
        return address;
    }

    private static MediaDriver driver(final NameResolverAgent resolver)
    {
        return MediaDriver.launch(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.SHARED)
            .errorHandler((throwable) -> { })
            .nameResolver(resolver));
    }

    private static Aeron client(final MediaDriver driver)
    {
        return Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .driverTimeoutMs(DRIVER_TIMEOUT_MS)
            .errorHandler((throwable) -> { }));
    }

    private final class Blocking implements NameResolverAgent
    {
        @Override
        public InetAddress resolve(final String name, final String uriParamName, final boolean isReResolution)
        {
            try
            {
                return "127.0.0.1".equals(name) ? HERE : lookUp(name);
            }
            catch (final UnknownHostException ex)
            {
                return null;
            }
        }
    }
}
