package io.flatbook.ops.console;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets in only what the console's own pages ask, and tells browsers to load nothing from elsewhere. A page of another
 * site can make a browser send requests here, but neither with our name as host nor as origin: so a name that is
 * rebound to this machine, a form and a frame of a stranger get nothing.
 */
final class RequestGuard
{
    private static final Set<String> SITES = Set.of("same-origin", "none");
    private static final Map<String, String> HEADERS = Map.of(
        "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
            "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        "X-Content-Type-Options", "nosniff",
        "X-Frame-Options", "DENY",
        "Referrer-Policy", "no-referrer",
        "Cross-Origin-Opener-Policy", "same-origin",
        "Cross-Origin-Resource-Policy", "same-origin",
        "Cache-Control", "no-store");

    private final Set<String> hosts = new TreeSet<>();

    /**
     * @param hostNames by which browsers may name the console, without port.
     */
    RequestGuard(final Set<String> hostNames)
    {
        hostNames.forEach(name -> hosts.add(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * Checks a request and prepares its answer.
     *
     * @throws ForbiddenResponse if the request names another host or comes from another site.
     */
    void check(final Context request)
    {
        HEADERS.forEach(request::header);
        final String host = request.header("Host");
        if (null == host || !hosts.contains(withoutPort(host)))
        {
            throw new ForbiddenResponse("the console is not known by this name: see --host-name");
        }
        final String origin = request.header("Origin");
        if (null != origin && !isOf(origin, host))
        {
            throw new ForbiddenResponse("the console answers its own pages only");
        }
        final String site = request.header("Sec-Fetch-Site");
        if (null != site && !SITES.contains(site) && !"navigate".equals(request.header("Sec-Fetch-Mode")))
        {
            throw new ForbiddenResponse("the console answers its own pages only");
        }
    }

    /**
     * Checks a request that may change something, after {@link #check}.
     *
     * @param request     to check.
     * @param isBehindTls whether browsers know the console by https.
     * @throws ForbiddenResponse if it does not say that it comes from a page of the console, or is no JSON.
     */
    static void checkWrite(final Context request, final boolean isBehindTls)
    {
        final String origin = (isBehindTls ? "https://" : "http://") + request.header("Host");
        final String site = request.header("Sec-Fetch-Site");
        if (!origin.equalsIgnoreCase(request.header("Origin")) || null != site && !"same-origin".equals(site))
        {
            throw new ForbiddenResponse("the console takes orders from its own pages only");
        }
        final String type = request.contentType();
        if (null == type || !type.toLowerCase(Locale.ROOT).matches("application/json *(;.*)?"))
        {
            throw new ForbiddenResponse("the console takes orders as application/json only");
        }
    }

    private static boolean isOf(final String origin, final String host)
    {
        try
        {
            return host.equalsIgnoreCase(URI.create(origin).getAuthority());
        }
        catch (final IllegalArgumentException ex)
        {
            return false;
        }
    }

    private static String withoutPort(final String host)
    {
        final int colon = host.lastIndexOf(':');
        final boolean hasPort = 0 < colon && host.indexOf(']') < colon;
        return (hasPort ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
    }
}
