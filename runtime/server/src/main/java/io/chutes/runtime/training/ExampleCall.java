package io.chutes.runtime.training;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A call over HTTP/1.1, made over a plain socket: a client of the JDK's would put its own classes into the cache.
 *
 * @param name the method and declared path
 * @param path with values for all that must be there
 * @param contentType empty for no body
 */
public record ExampleCall(String name, String method, String path, String contentType, String body) {
    /** The longest that a call may take: an endless stream is ended, an endpoint that waits is not waited for. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int STATUS_LENGTH = 3;

    public static ExampleCall get(String path) {
        return new ExampleCall("GET " + path, "GET", path, "", "");
    }

    /** To an endpoint of a manifest, with examples of all that its schemas ask for. */
    public static ExampleCall to(JsonNode endpoint) {
        String method = endpoint.path("method").asText();
        String path = endpoint.path("path").asText();
        JsonNode input = endpoint.path("input");
        String contentType = endpoint.path("inputType").asText("");
        return new ExampleCall(
                method + " " + path,
                method,
                target(path, endpoint.path("parameters")),
                contentType.startsWith("*") ? "application/octet-stream" : contentType,
                input.isObject() ? Example.of(input).toString() : "text");
    }

    private static String target(String path, JsonNode parameters) {
        String target = path;
        for (JsonNode parameter : parameters) {
            target = target.replace("{" + parameter.path("name").asText() + "}", text(parameter));
        }
        String query = StreamSupport.stream(parameters.spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("QUERY")
                        && parameter.path("required").asBoolean())
                .map(parameter -> parameter.path("name").asText() + "=" + text(parameter))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? target : target + "?" + query;
    }

    private static String text(JsonNode parameter) {
        return URLEncoder.encode(Example.of(parameter.path("schema")).asText(), UTF_8);
    }

    /** Makes it and reads the whole answer; returns its status. */
    public int send(int port) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(Math.toIntExact(LIMIT.multipliedBy(2).toMillis()));
            socket.getOutputStream().write(request());
            InputStream answer = socket.getInputStream();
            answer.skipNBytes("HTTP/1.1 ".length());
            String status = new String(answer.readNBytes(STATUS_LENGTH), US_ASCII);
            byte[] buffer = new byte[8192];
            while (answer.read(buffer) >= 0) {
                // to its end, which frees the call's place
            }
            return Integer.parseInt(status);
        }
    }

    private byte[] request() {
        byte[] sent = contentType.isEmpty() ? new byte[0] : body.getBytes(UTF_8);
        String head = "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Chutes-Deadline-Ms: %d\r\n"
                .formatted(method, path, LIMIT.toMillis());
        String ofBody = contentType.isEmpty()
                ? ""
                : "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(contentType, sent.length);
        var request = new ByteArrayOutputStream();
        request.writeBytes((head + ofBody + "\r\n").getBytes(US_ASCII));
        request.writeBytes(sent);
        return request.toByteArray();
    }
}
