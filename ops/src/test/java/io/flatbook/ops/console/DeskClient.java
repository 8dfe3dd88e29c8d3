package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody's browser, as far as acts go: a cookie and a token.
 */
final class DeskClient
{
    private final ConsoleFixture fixture;
    private String cookie;
    private String token;

    DeskClient(final ConsoleFixture fixture)
    {
        this.fixture = fixture;
    }

    static String body(final String name, final Object value)
    {
        return JsonNodeFactory.instance.objectNode().put(name, String.valueOf(value)).toString();
    }

    /**
     * Signs in, and keeps what the console gave.
     *
     * @return the status of the answer.
     */
    int signIn(final String principal, final String secret)
    {
        final HttpResponse<String> response = post("/api/sign-in", JsonNodeFactory.instance.objectNode()
            .put("principal", principal).put("secret", secret).toString(), "Origin", fixture.address());
        response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
        return response.statusCode();
    }

    /** Does something as the console's own page would. */
    HttpResponse<String> act(final String path, final String body)
    {
        return post(path, body, "Origin", fixture.address(), "Cookie", cookie, DeskRoutes.TOKEN, token);
    }

    /** Does something with other headers; the cookie goes along, as browsers do, whoever asks. */
    HttpResponse<String> forged(final String path, final String body, final String... headers)
    {
        final List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Cookie", cookie));
        return post(path, body, all.toArray(String[]::new));
    }

    String token()
    {
        return token;
    }

    String cookie()
    {
        return cookie;
    }

    private HttpResponse<String> post(final String path, final String body, final String... headers)
    {
        final HttpResponse<String> response = fixture.post(path, body, headers);
        if (response.body().startsWith("{"))
        {
            final JsonNode answer = ConsoleFixture.parsed(response.body());
            token = answer.has("token") ? answer.path("token").asText() : token;
        }
        return response;
    }
}
