package io.flatbook.ops.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Who is signed in. A browser shows a number in a cookie that its scripts cannot read, and with each request that
 * changes something a token that its page keeps: other pages can make a browser send the cookie, but know no token. A
 * token is good for one request; the answer gives the next.
 */
final class SignIns
{
    /** People at a time. */
    static final int SIGN_INS_MAX = 64;
    /** Who does nothing for as long is signed out. */
    static final long IDLE_NS = TimeUnit.MINUTES.toNanos(15);
    /** Everybody must sign in again after this time. */
    static final long WHOLE_NS = TimeUnit.HOURS.toNanos(8);

    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Person> people = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    /**
     * @param nanoClock that never goes back.
     */
    SignIns(final LongSupplier nanoClock)
    {
        this.nanoClock = nanoClock;
    }

    /**
     * Somebody who was let in by the cluster.
     */
    static final class Person
    {
        private final String key;
        private final String principal;
        private final String secret;
        private final long beginNs;
        private String token;
        private long lastNs;

        private Person(final String key, final String principal, final String secret, final String token,
            final long nowNs)
        {
            this.key = key;
            this.principal = principal;
            this.secret = secret;
            this.token = token;
            beginNs = nowNs;
            lastNs = nowNs;
        }

        /** What the cookie holds. */
        String key()
        {
            return key;
        }

        String principal()
        {
            return principal;
        }

        /** The secret; null if none was given. */
        String secret()
        {
            return secret;
        }

        /** What the next request must show. */
        synchronized String token()
        {
            return token;
        }
    }

    /**
     * Signs somebody in.
     *
     * @return the person; null if too many are signed in.
     */
    Person begin(final String principal, final String secret)
    {
        endOld();
        final long nowNs = nanoClock.getAsLong();
        if (SIGN_INS_MAX <= people.size())
        {
            return null;
        }
        final Person person = new Person(next(), principal, secret, next(), nowNs);
        people.put(person.key, person);
        return person;
    }

    /**
     * Who shows a cookie.
     *
     * @return the person; null if nobody is signed in by it, or no longer.
     */
    Person find(final String key)
    {
        final Person person = null == key ? null : people.get(key);
        if (null != person && isOver(person, nanoClock.getAsLong()))
        {
            end(person);
            return null;
        }
        return person;
    }

    /**
     * Takes the token of a request, which is then no longer good.
     *
     * @return whether it was the one that this person's page must show.
     */
    boolean take(final Person person, final String token)
    {
        synchronized (person)
        {
            if (null == token || !MessageDigest.isEqual(
                person.token.getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8)))
            {
                return false;
            }
            person.token = next();
            person.lastNs = nanoClock.getAsLong();
            return true;
        }
    }

    /**
     * Signs somebody out.
     */
    void end(final Person person)
    {
        people.remove(person.key);
    }

    /**
     * Signs out whose time is over, and forgets their secrets.
     */
    void endOld()
    {
        final long nowNs = nanoClock.getAsLong();
        people.values().removeIf(person -> isOver(person, nowNs));
    }

    /** How many people's secrets are held. */
    int count()
    {
        return people.size();
    }

    private static boolean isOver(final Person person, final long nowNs)
    {
        synchronized (person)
        {
            return IDLE_NS < nowNs - person.lastNs || WHOLE_NS < nowNs - person.beginNs;
        }
    }

    private String next()
    {
        final byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
