package io.chutes.platform.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server takes for true of what a proxy tells. */
final class IngressTest {
    private static final Route ASKED = Route.get("asked", "/asked", "Says who asks, and where")
            .raw(call -> call.context()
                    .result("%s %s://%s"
                            .formatted(
                                    call.address(),
                                    call.context().scheme(),
                                    call.context().host())));

    @Test
    void believesProxiesFromTheLastToTheFirstThatIsNone() {
        var ingress = new Ingress(
                URI.create("https://api.example.org"),
                List.of(AddressRange.parse("127.0.0.0/8"), AddressRange.parse("2001:db8::/32")));
        try (ApiServer server = start(ingress);
                var caller = new HttpCaller(server)) {
            assertThat(asked(caller, "198.51.100.9, 203.0.113.7, 2001:db8::5"))
                    .isEqualTo("203.0.113.7 https://api.example.org");
            assertThat(asked(caller, "2001:4860::1,  [2001:db8::7]")).startsWith("2001:4860::1 ");
            assertThat(asked(caller, "203.0.113.7, unknown")).startsWith("127.0.0.1 ");
            assertThat(caller.get("/asked").body()).startsWith("127.0.0.1 ");
            assertThat(caller.get("/asked").headers().map()).containsKey("strict-transport-security");
        }
    }

    @Test
    void believesNobodyUnlessToldSo() {
        try (ApiServer server = start(Ingress.NONE);
                var caller = new HttpCaller(server)) {
            assertThat(asked(caller, "203.0.113.7")).isEqualTo("127.0.0.1 http://localhost:" + server.port());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.1.2.3/12, 10.15.0.0, true",
        "10.1.2.3/12, 10.16.0.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.7, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false"
    })
    void knowsItsRange(String range, String address, boolean contained) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/", "::/129"})
    void refusesWhatIsNoRange(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.0/8")
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.org",
                "ftp://api.example.org",
                "https://api.example.org/chutes",
                "https:///",
                "https://me@here"
            })
    void refusesAPublicUrlThatIsNoOrigin(String url) {
        assertThatThrownBy(() -> new Ingress(URI.create(url), List.of())).hasMessageContaining("'" + url + "'");
    }

    private static ApiServer start(Ingress ingress) {
        return ApiServer.start("127.0.0.1", 0, null, ingress, TestApi.open(ASKED));
    }

    private static String asked(HttpCaller caller, String forwarded) {
        return caller.get("/asked", "X-Forwarded-For", forwarded).body();
    }
}
