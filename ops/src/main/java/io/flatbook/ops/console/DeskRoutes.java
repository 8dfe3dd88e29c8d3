package io.flatbook.ops.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.link.OutcomeUnknownException;
import io.flatbook.ops.view.RefusedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Addresses at which people sign in and act. Each takes a JSON object by POST from a page of the console itself.
 */
final class DeskRoutes
{
    /** Header in which a page shows its token. */
    static final String TOKEN = "X-Flatbook-Token";

    private static final String COOKIE = "flatbook_console";
    private static final Pattern PRINCIPAL = Pattern.compile("risk/[a-z0-9._-]{1,24}");
    /** An order that can be read in two ways is none. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();

    private final Desk desk;
    private final SignIns people;
    private final boolean isBehindTls;

    /**
     * @param desk        that acts.
     * @param people      who are signed in.
     * @param isBehindTls whether browsers come by way of a proxy that ends TLS.
     */
    DeskRoutes(final Desk desk, final SignIns people, final boolean isBehindTls)
    {
        this.desk = desk;
        this.people = people;
        this.isBehindTls = isBehindTls;
    }

    private interface Act
    {
        ObjectNode by(SignIns.Person person, JsonNode body);
    }

    void add(final RoutesConfig routes)
    {
        routes.post("/api/sign-in", this::signIn);
        routes.post("/api/sign-out", request -> act(request, Set.of(), (person, body) ->
        {
            end(request, person);
            return JsonNodeFactory.instance.objectNode();
        }));
        routes.post("/api/defaults", request -> act(request, Set.of("account"), (person, body) ->
            desk.proposeDefault(person, number(body, "account"))));
        routes.post("/api/proposals/approve", request -> act(request, Set.of("proposal"), (person, body) ->
            desk.approve(person, number(body, "proposal"))));
        routes.post("/api/proposals/reject", request -> act(request, Set.of("proposal"), (person, body) ->
            desk.reject(person, number(body, "proposal"))));
    }

    private void signIn(final Context request)
    {
        RequestGuard.checkWrite(request, isBehindTls);
        try
        {
            final JsonNode body = body(request, Set.of("principal", "secret"));
            final String principal = body.path("principal").asText().strip();
            if (!PRINCIPAL.matcher(principal).matches())
            {
                throw new IllegalArgumentException("principal: must be risk/ and 1 to 24 of a-z 0-9 . - _");
            }
            final String text = body.path("secret").asText().strip();
            final String secret = text.isEmpty() ? null : text;
            desk.prove(principal, secret);
            final SignIns.Person before = people.find(request.cookie(COOKIE));
            if (null != before)
            {
                people.end(before);
            }
            final SignIns.Person person = people.begin(principal, secret);
            if (null == person)
            {
                fail(request, HttpStatus.SERVICE_UNAVAILABLE, "too many people are signed in");
                return;
            }
            request.cookie(cookie(person.key(), -1));
            answer(request, JsonNodeFactory.instance.objectNode().put("principal", principal)
                .put("token", person.token()));
        }
        catch (final IllegalArgumentException ex)
        {
            fail(request, HttpStatus.BAD_REQUEST, ex.getMessage());
        }
        catch (final NotPermittedException ex)
        {
            fail(request, HttpStatus.UNAUTHORIZED, ex.getMessage());
        }
    }

    private void act(final Context request, final Set<String> fields, final Act act)
    {
        RequestGuard.checkWrite(request, isBehindTls);
        final SignIns.Person person = people.find(request.cookie(COOKIE));
        if (null == person)
        {
            fail(request, HttpStatus.UNAUTHORIZED, "nobody is signed in here, or no longer: sign in");
            return;
        }
        if (!people.take(person, request.header(TOKEN)))
        {
            fail(request, HttpStatus.FORBIDDEN, "the request shows no token of its page, or one that was used: " +
                "sign in again");
            return;
        }
        final ObjectNode answer = JsonNodeFactory.instance.objectNode();
        try
        {
            answer.setAll(act.by(person, body(request, fields)));
            request.status(answer.has("problem") ? HttpStatus.CONFLICT : HttpStatus.OK);
        }
        catch (final IllegalArgumentException ex)
        {
            request.status(HttpStatus.BAD_REQUEST);
            answer.put("problem", ex.getMessage());
        }
        catch (final NotPermittedException ex)
        {
            end(request, person);
            request.status(HttpStatus.UNAUTHORIZED);
            answer.put("problem", ex.getMessage());
        }
        catch (final OutcomeUnknownException | NoLeaderException | RefusedException ex)
        {
            request.status(HttpStatus.SERVICE_UNAVAILABLE);
            answer.put("problem", ex.getMessage());
        }
        answer(request, answer.put("principal", person.principal()).put("token", person.token()));
    }

    private void end(final Context request, final SignIns.Person person)
    {
        people.end(person);
        request.cookie(cookie("", 0));
    }

    private Cookie cookie(final String key, final int maxAgeSeconds)
    {
        final Cookie cookie = new Cookie(COOKIE, key);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(isBehindTls);
        cookie.setSameSite(SameSite.STRICT);
        cookie.setMaxAge(maxAgeSeconds);
        return cookie;
    }

    private static JsonNode body(final Context request, final Set<String> fields)
    {
        try
        {
            final JsonNode body = MAPPER.readTree(request.body());
            final Set<String> others = new TreeSet<>();
            body.fieldNames().forEachRemaining(others::add);
            others.removeAll(fields);
            if (body.isObject() && others.isEmpty())
            {
                return body;
            }
        }
        catch (final JsonProcessingException ex)
        {
            // What it says may hold the secret: it goes nowhere, and no more does the name of a field.
            throw new IllegalArgumentException(wanted(fields));
        }
        throw new IllegalArgumentException(wanted(fields));
    }

    private static String wanted(final Set<String> fields)
    {
        return "the body must be one JSON object" +
            (fields.isEmpty() ? " without fields" : ", each of its fields once: " + new TreeSet<>(fields));
    }

    private static long number(final JsonNode body, final String name)
    {
        final long number = Routes.whole(name, body.path(name).asText());
        if (0 == number)
        {
            throw new IllegalArgumentException(name + ": must be a number above 0");
        }
        return number;
    }

    private static void answer(final Context request, final ObjectNode answer)
    {
        request.contentType("application/json").result(answer.toString());
    }

    private static void fail(final Context request, final HttpStatus status, final String problem)
    {
        request.status(status);
        answer(request, JsonNodeFactory.instance.objectNode().put("problem", problem));
    }
}
