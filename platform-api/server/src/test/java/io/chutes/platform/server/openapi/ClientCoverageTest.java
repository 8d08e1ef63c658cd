package io.chutes.platform.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.client.PlatformException;
import io.chutes.platform.server.AccessConfig;
import io.chutes.platform.server.PlatformConfig;
import io.chutes.platform.server.PlatformServer;
import io.chutes.platform.server.billing.BillingConfig;
import io.chutes.platform.server.image.RegistryConfig;
import io.chutes.platform.server.secret.MasterKeys;
import io.chutes.platform.server.storage.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The typed client has a method for every operation of the served document, and it asks for just that, with all that may be asked. */
final class ClientCoverageTest {
    /** Operations that are not an account's to call, with the reason. */
    private static final Map<String, String> NOT_OF_THIS_CLIENT = Map.of(
            "openApi", "whoever has the client needs no description",
            "payment", "payment providers send it",
            "joinNode", "nodes have a client of their own",
            "sync", "nodes have a client of their own",
            "shipLogs", "nodes have a client of their own");

    /** Parameters of queries that it does not send, with the reason. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "limit", "a page is as large as the platform usually has it",
            "after", "who follows events says it in a header",
            "follow", "who follows logs says it in a header");

    @Test
    void coversEveryOperation(@TempDir Path registry) throws Exception {
        Map<String, String> operations = operations(registry);
        NOT_OF_THIS_CLIENT.keySet().forEach(operations::remove);
        Map<String, String> asked = new TreeMap<>();
        operations.forEach((operation, route) -> asked.put(operation, asked(operation, route)));

        assertThat(asked).isEqualTo(operations);
    }

    /** Method, path and parameters of the query by operation. */
    private static Map<String, String> operations(Path registry) throws Exception {
        var config = new PlatformConfig(
                TestDatabase.freshUrl(),
                "postgres",
                "postgres",
                "127.0.0.1",
                0,
                "p".repeat(32),
                MasterKeys.none(),
                new RegistryConfig.BuiltIn(registry),
                List.of(),
                true,
                BillingConfig.NONE,
                AccessConfig.EMBEDDED);
        Map<String, String> operations = new TreeMap<>();
        try (var platform = PlatformServer.start(config);
                var http = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + platform.port() + "/openapi.json");
            String document = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
            JsonNode paths = PlatformJson.mapper().readTree(document).get("paths");
            paths.properties().forEach(path -> path.getValue()
                    .properties()
                    .forEach(operation -> operations.put(
                            operation.getValue().get("operationId").asText(),
                            operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " "
                                    + parameters(operation.getValue()))));
        }
        return operations;
    }

    private static Set<String> parameters(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        }
        names.removeAll(LEFT_OUT.keySet());
        return names;
    }

    /** What the client's method of that name asks for, in the words of the document if it fits them. */
    private static String asked(String operation, String expected) {
        List<Method> methods = Arrays.stream(PlatformClient.class.getMethods())
                .filter(method -> method.getName().equals(operation) && Modifier.isPublic(method.getModifiers()))
                .toList();
        if (methods.isEmpty()) {
            return "PlatformClient has no method " + operation;
        }
        String wanted = expected.substring(0, expected.lastIndexOf(" [")).replaceAll("\\{[A-Za-z]+}", "[^?]+");
        Set<String> parameters = new TreeSet<>();
        List<String> requests =
                methods.stream().map(ClientCoverageTest::request).toList();
        for (String request : requests) {
            String[] parts = request.split("\\?", 2);
            if (!parts[0].matches(wanted)) {
                return "PlatformClient." + operation + " asks for " + request;
            }
            Arrays.stream(parts.length == 1 ? new String[0] : parts[1].split("&", -1))
                    .forEach(parameter -> parameters.add(parameter.split("=", -1)[0]));
        }
        return expected.substring(0, expected.lastIndexOf(" [")) + " " + parameters;
    }

    private static String request(Method method) {
        var asked = new AtomicReference<>("nothing");
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                exchange.sendResponseHeaders(500, -1);
                exchange.close();
            });
            server.start();
            try {
                var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
                method.invoke(
                        new PlatformClient(uri, "ck_key"),
                        Arrays.stream(method.getParameterTypes())
                                .map(ClientCoverageTest::something)
                                .toArray());
            } catch (InvocationTargetException e) {
                assertThat(e.getCause()).isInstanceOf(PlatformException.class);
            } finally {
                server.stop(0);
            }
            return asked.get();
        } catch (Exception e) {
            throw new IllegalStateException("Could not call " + method, e);
        }
    }

    private static Object something(Class<?> type) {
        Map<Class<?>, Object> known = Map.ofEntries(
                Map.entry(String.class, "x"),
                Map.entry(Money.class, Money.of("1")),
                Map.entry(BigDecimal.class, BigDecimal.ONE),
                Map.entry(Instant.class, Instant.EPOCH),
                Map.entry(LocalDate.class, LocalDate.EPOCH),
                Map.entry(YearMonth.class, YearMonth.of(2026, 1)),
                Map.entry(Duration.class, Duration.ofSeconds(1)),
                Map.entry(List.class, List.of()),
                Map.entry(Set.class, Set.of()),
                Map.entry(Map.class, Map.of()),
                Map.entry(int.class, 1),
                Map.entry(Integer.class, 1),
                Map.entry(long.class, 1L),
                Map.entry(Long.class, 1L),
                Map.entry(boolean.class, true),
                Map.entry(Boolean.class, true));
        if (known.containsKey(type)) {
            return known.get(type);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type.isSealed()) {
            return something(type.getPermittedSubclasses()[0]);
        }
        if (!type.isRecord()) {
            throw new IllegalStateException("This test does not know how to make a " + type);
        }
        RecordComponent[] components = type.getRecordComponents();
        try {
            return type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(Arrays.stream(components)
                            .map(component -> something(component.getType()))
                            .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Could not make a " + type, e);
        }
    }
}
