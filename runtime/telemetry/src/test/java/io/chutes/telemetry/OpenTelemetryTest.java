package io.chutes.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.runtime.trace.TracingVariables;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of a chute in a process of its own, as a collector receives them. */
class OpenTelemetryTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "b7ad6b7169203331";

    /** So long that only the end of the process sends. */
    private static final String NEVER = "3600000";

    @TempDir
    Path folder;

    @Test
    void sendsASpanOfEachCallWhenItIsToldToEnd() throws Exception {
        try (var collector = Collector.start();
                var chute = ServedChute.start(
                        folder,
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.address(),
                                "OTEL_EXPORTER_OTLP_HEADERS", "x-key=k%201",
                                "OTEL_SERVICE_NAME", "shop",
                                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test",
                                "OTEL_BSP_SCHEDULE_DELAY", NEVER))) {
            HttpResponse<String> found =
                    chute.get("/items/7", "traceparent", "00-" + TRACE + "-" + CALLER + "-01", "X-Request-Id", "r-7");
            chute.get("/fails");
            chute.get("/refuses");
            chute.get("/_chute/ready");

            assertThat(chute.terminate()).isZero();

            assertThat(collector.received())
                    .allSatisfy(each -> {
                        assertThat(each.path()).isEqualTo("/v1/traces");
                        assertThat(each.key()).isEqualTo("k 1");
                    })
                    .isNotEmpty();
            assertThat(collector.resources()).allSatisfy(resource -> assertThat(
                            attributes(resource.getResource().getAttributesList()))
                    .containsEntry("service.name", "shop")
                    .containsEntry("deployment.environment.name", "test"));
            List<Span> calls = spans(collector, "io.chutes.runtime");
            assertThat(calls)
                    .extracting(Span::getName)
                    .containsExactlyInAnyOrder("GET /items/{id}", "GET /fails", "GET /refuses");

            Span item = named(calls, "GET /items/{id}");
            assertThat(hex(item.getTraceId().toByteArray())).isEqualTo(TRACE);
            assertThat(hex(item.getParentSpanId().toByteArray())).isEqualTo(CALLER);
            assertThat(found.headers().firstValue("traceparent"))
                    .hasValue("00-" + TRACE + "-" + hex(item.getSpanId().toByteArray()) + "-01");
            assertThat(item.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(item.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
            assertThat(attributes(item.getAttributesList()))
                    .containsEntry("http.request.method", "GET")
                    .containsEntry("http.route", "/items/{id}")
                    .containsEntry("url.path", "/items/7")
                    .containsEntry("url.scheme", "http")
                    .containsEntry("http.response.status_code", "200")
                    .containsEntry("server.address", "127.0.0.1")
                    .containsEntry("client.address", "127.0.0.1")
                    .containsEntry("chutes.request.id", "r-7");
            assertThat(item.getEventsList()).extracting(Span.Event::getName).containsExactly("run");
            assertThat(item.getEvents(0).getTimeUnixNano())
                    .isBetween(item.getStartTimeUnixNano(), item.getEndTimeUnixNano());

            assertThat(spans(collector, "of the chute"))
                    .extracting(Span::getParentSpanId)
                    .containsExactly(item.getSpanId());

            Span failed = named(calls, "GET /fails");
            assertThat(failed.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
            assertThat(attributes(failed.getAttributesList()))
                    .containsEntry("error.type", "500")
                    .containsEntry("http.response.status_code", "500");
            Span refused = named(calls, "GET /refuses");
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
            assertThat(attributes(refused.getAttributesList()))
                    .containsEntry("http.response.status_code", "409")
                    .doesNotContainKey("error.type");
        }
    }

    @Test
    void sendsWhatTheSamplerLetsThroughUnderTheChutesName() throws Exception {
        try (var collector = Collector.start();
                var chute = ServedChute.start(
                        folder,
                        Map.of(
                                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                                collector.address() + "/mine",
                                "OTEL_TRACES_SAMPLER",
                                "parentbased_always_off",
                                "OTEL_METRICS_EXPORTER",
                                "otlp",
                                "OTEL_BSP_SCHEDULE_DELAY",
                                NEVER))) {
            assertThat(chute.logged())
                    .anyMatch(line -> line.contains("OTEL_METRICS_EXPORTER is 'otlp', which is not honoured")
                            && line.contains("/_chute/metrics"));
            assertThat(chute.get("/refuses").headers().firstValue("traceparent").orElseThrow())
                    .as("the lowest bit of its flags, which says whether it is sampled, is 0")
                    .matches(".*-0[02468ace]");
            chute.get("/items/7", "traceparent", "00-" + TRACE + "-" + CALLER + "-01");

            assertThat(chute.terminate()).isZero();

            assertThat(collector.received())
                    .extracting(Collector.Received::path)
                    .containsOnly("/mine");
            assertThat(spans(collector, "io.chutes.runtime"))
                    .extracting(Span::getName)
                    .containsExactly("GET /items/{id}");
            assertThat(collector.resources()).allSatisfy(resource -> assertThat(
                            attributes(resource.getResource().getAttributesList()))
                    .containsEntry("service.name", "traced"));
        }
    }

    @Test
    void sendsNothingWhereItIsDisabled() throws Exception {
        try (var collector = Collector.start();
                var chute = ServedChute.start(
                        folder,
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address(), "OTEL_SDK_DISABLED", "true"))) {
            chute.get("/refuses");

            assertThat(chute.terminate()).isZero();

            assertThat(collector.received()).isEmpty();
        }
    }

    @Test
    void loadsNoClassOfItWhereNoVariableIsSet() throws Exception {
        Path loaded = folder.resolve("loaded.log");
        var logClasses = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
        try (var chute = ServedChute.start(folder, logClasses)) {
            assertThat(chute.get("/refuses").statusCode()).isEqualTo(409);
            assertThat(chute.get("/fails").statusCode()).isEqualTo(500);

            assertThat(chute.terminate()).isZero();
        }

        assertThat(loaded)
                .content()
                .contains(TracingVariables.class.getName())
                .doesNotContain("io.opentelemetry.", OpenTelemetryProvider.class.getName());
    }

    @Test
    void saysWhatItCannotHonour() throws Exception {
        for (Map<String, String> variables : List.of(
                Map.of("OTEL_TRACES_EXPORTER", "otlp", "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
                Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1", "OTEL_TRACES_SAMPLER", "sometimes"))) {
            try (var chute = ServedChute.launch(folder, variables, 0)) {
                assertThat(chute.await()).isEqualTo(1);
                assertThat(chute.errors())
                        .startsWith("chutes: ")
                        .containsAnyOf("OTEL_EXPORTER_OTLP_PROTOCOL is 'grpc'", "sometimes");
            }
        }
    }

    private static List<Span> spans(Collector collector, String scope) {
        return collector.resources().stream()
                .map(ResourceSpans::getScopeSpansList)
                .flatMap(List::stream)
                .filter(each -> each.getScope().getName().equals(scope))
                .flatMap(each -> each.getSpansList().stream())
                .toList();
    }

    private static Span named(List<Span> spans, String name) {
        return spans.stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, each -> text(each.getValue())));
    }

    private static String text(AnyValue value) {
        return value.hasIntValue() ? Long.toString(value.getIntValue()) : value.getStringValue();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
