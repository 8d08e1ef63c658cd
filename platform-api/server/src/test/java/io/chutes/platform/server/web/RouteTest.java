package io.chutes.platform.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.Money;
import io.chutes.platform.server.access.Permissions;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every route gets by being declared. */
final class RouteTest {
    private final AtomicReference<FaucetDeposit> thing = new AtomicReference<>(new FaucetDeposit("one", Money.of("1")));
    private ApiServer server;
    private HttpCaller caller;

    @BeforeEach
    void start() {
        server = ApiServer.start(
                "127.0.0.1",
                0,
                TestApi.open(
                        Route.get("thing", "/thing", "Shows it")
                                .answers(FaucetDeposit.class)
                                .tagged(it -> it)
                                .by(_ -> thing.get()),
                        Route.put("change", "/thing", "Changes it")
                                .takes(FaucetDeposit.class)
                                .answers(FaucetDeposit.class)
                                .tagged(it -> it)
                                .conditional()
                                .by(this::change),
                        Route.delete("forget", "/thing", "Forgets to look at If-Match")
                                .conditional()
                                .doing(_ -> {}),
                        Route.get("named", "/named/{name}", "Does not look")
                                .query("word", String.class, "Any")
                                .answers(FaucetDeposit.class)
                                .by(_ -> thing.get()),
                        Route.put("scopes", "/scopes", "Takes a list")
                                .takes(KeySettings.class)
                                .answers(KeySettings.class)
                                .by(Call::body)));
        caller = new HttpCaller(server);
    }

    private FaucetDeposit change(Call<FaucetDeposit> call) {
        call.ifMatch(thing.get());
        thing.set(call.body());
        return call.body();
    }

    @AfterEach
    void stop() {
        caller.close();
        server.close();
    }

    @Test
    void changesOnlyWhatIsStillAsItWasSeen() {
        String seen = tag(caller.get("/thing"));

        HttpResponse<String> first = put("2", seen);
        HttpResponse<String> second = put("3", seen);
        HttpResponse<String> third = put("3", "\"other\", " + tag(first));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(second.statusCode()).isEqualTo(412);
        assertThat(HttpCaller.json(second).get("detail").asText()).contains(tag(first));
        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(tag(third)).isNotEqualTo(tag(first)).isEqualTo(tag(caller.get("/thing")));
    }

    @Test
    void letsTheLastOneWinIfNoneSaysWhatHeSaw() {
        var unconditional = caller.request("/thing").PUT(BodyPublishers.ofString("{\"id\":\"a\",\"amount\":\"7\"}"));

        assertThat(caller.send(unconditional).statusCode()).isEqualTo(200);
        assertThat(put("8", "*").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAConditionThatTheRouteDoesNotHeed() {
        HttpResponse<String> answer = caller.send(caller.request("/thing", "If-Match", "\"x\""));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("GET /thing", "If-Match");
    }

    @Test
    void refusesTextThatCannotBeStored() {
        var named = caller.request("/thing").PUT(BodyPublishers.ofString("{\"id\":\"a\\u0000\",\"amount\":\"7\"}"));
        var escaped = caller.request("/thing").PUT(BodyPublishers.ofString("{\"id\":\"a\\\\u0000\",\"amount\":\"7\"}"));

        HttpResponse<String> refused = caller.send(named);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(HttpCaller.json(refused).at("/errors/0/pointer").asText()).isEqualTo("/id");
        assertThat(caller.send(escaped).statusCode()).isEqualTo(200);
        assertThat(caller.get("/named/a?word=%00").statusCode()).isEqualTo(422);
        assertThat(caller.get("/named/%00").statusCode()).isIn(400, 422);
        assertThat(caller.get("/named/a?word=b").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesNothingWithinAList() {
        var listed = caller.request("/scopes")
                .PUT(BodyPublishers.ofString("{\"name\":\"ci\",\"admin\":false,\"scopes\":[null]}"));

        HttpResponse<String> refused = caller.send(listed);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(HttpCaller.json(refused).at("/errors/0/pointer").asText()).isEqualTo("/scopes/0");
        assertThat(HttpCaller.json(refused).get("detail").asText()).isEqualTo("This must not be null");
    }

    @Test
    void failsWhereAConditionThatTheRouteDeclaresIsForgotten() {
        var delete = caller.request("/thing", "If-Match", "\"x\"").DELETE();

        assertThat(caller.send(delete).statusCode()).isEqualTo(500);
    }

    @Test
    void refusesAParameterThatTheRouteDoesNotHave() {
        HttpResponse<String> answer = caller.get("/thing?colour=red");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("colour");
    }

    @Test
    void startsNoRouteWithoutAPermission() {
        Api api = TestApi.of(
                TestApi.NOBODY,
                () -> List.of(Route.get("stray", "/stray", "Has no row").doing(_ -> {})));

        assertThatThrownBy(() -> ApiServer.start("127.0.0.1", 0, api))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("GET /stray");
    }

    @Test
    void startsNoPermissionWithoutARoute() {
        Api api = TestApi.open();
        api.permissions().row("GET /typo", Permissions.open("a test"));

        assertThatThrownBy(api::complete).hasMessageContaining("GET /typo");
    }

    private HttpResponse<String> put(String amount, String condition) {
        String body = "{\"id\":\"one\",\"amount\":\"%s\"}".formatted(amount);
        return caller.send(caller.request("/thing", "If-Match", condition).PUT(BodyPublishers.ofString(body)));
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
