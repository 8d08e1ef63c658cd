package io.chutes.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What came back.
 *
 * @param body all of it in memory, or as it comes where the form of the answer asks for that and it is a success
 */
record Answer(URI uri, int status, HttpHeaders headers, InputStream body) {
    private static final Pattern CHARSET = Pattern.compile(";\\s*charset=\"?([^\";,\\s]+)", Pattern.CASE_INSENSITIVE);
    private static final int FAMILY = 100;
    private static final int SUCCESS = 2;
    private static final int REDIRECTION = 3;

    /** Makes an answer of a value. */
    interface Form<T extends @Nullable Object> {
        /** The media types it can read. */
        String accept();

        /** Whether it reads the body of an answer with these headers as it comes. */
        boolean flowing(HttpHeaders headers);

        T read(Answer answer, Deadline deadline) throws IOException;
    }

    static BodyHandler<Answer> handler(URI uri, Form<?> form) {
        return info -> {
            boolean flowing = form.flowing(info.headers()) && info.statusCode() / FAMILY == SUCCESS;
            BodySubscriber<InputStream> body = flowing
                    ? BodySubscribers.ofInputStream()
                    : BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
            return BodySubscribers.mapping(body, in -> new Answer(uri, info.statusCode(), info.headers(), in));
        };
    }

    boolean isSuccess() {
        return status / FAMILY == SUCCESS;
    }

    Problem problem() throws IOException {
        String requestId = headers.firstValue("X-Request-Id").orElse(null);
        Problem problem = Problem.read(status, new String(bytes(), problemCharset()), requestId);
        return status / FAMILY == REDIRECTION
                ? new Problem(status, "", redirection(), problem.requestId(), problem.errors())
                : problem;
    }

    byte[] bytes() throws IOException {
        return body.readAllBytes();
    }

    String text() throws IOException {
        return new String(bytes(), charset());
    }

    /** As the media type says, else UTF-8. */
    private Charset charset() {
        var said = CHARSET.matcher(contentType());
        try {
            return said.find() ? Charset.forName(said.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalArgumentException e) {
            throw new ChuteException(
                    "%s is text in a charset that is not known here: %s".formatted(this, contentType()), e);
        }
    }

    /** A page in a charset that is not known here must not hide its status. */
    private Charset problemCharset() {
        try {
            return charset();
        } catch (ChuteException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    String contentType() {
        return headers.firstValue("Content-Type").orElse("application/octet-stream");
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return "the answer of " + uri;
    }

    private String redirection() {
        return headers.firstValue("Location")
                .map(target -> "%s is redirected to %s: give that address, as no key is sent to where a server points"
                        .formatted(uri, target))
                .orElse("is no answer to what was asked of " + uri);
    }
}
