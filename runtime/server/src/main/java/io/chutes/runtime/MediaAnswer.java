package io.chutes.runtime;

import io.chutes.annotation.Media;
import io.chutes.runtime.connection.CallerConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers with the bytes of a media as they come; its stream is closed in every case. */
final class MediaAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(MediaAnswer.class);

    /** What a method that returns a Media is declared to give unless it says more. */
    private static final String ANY = "*/*";

    private static final int INTERNAL_ERROR = 500;

    private MediaAnswer() {}

    /**
     * Makes sure that the answer is what its endpoint is declared to give, parameters such as a charset aside.
     *
     * @param declared null or {@code *}{@code /*} for any
     */
    static Media checked(Media media, @Nullable String declared) throws IOException {
        if (declared == null
                || declared.equals(ANY)
                || essence(declared).equalsIgnoreCase(essence(media.contentType()))) {
            return media;
        }
        media.stream().close();
        throw new IllegalStateException("the endpoint returned a Media of %s, and its @Endpoint(contentType) is %s"
                .formatted(media.contentType(), declared));
    }

    private static String essence(String mediaType) {
        return mediaType.split(";", 2)[0].strip();
    }

    /** Failures before the first byte are the caller's to see; after it, the connection is cut, so that nobody takes a part for all. */
    static void send(Media media, EndpointCalls.EndpointCall call) throws IOException {
        try (InputStream in = media.stream()) {
            byte[] buffer = new byte[8192];
            int read = in.read(buffer);
            call.running().answered();
            OutputStream out = call.begin(media.contentType()).getOutputStream();
            for (; read >= 0; read = in.read(buffer)) {
                call.recorder().piece(buffer, 0, read);
                int count = read;
                call.running().write(() -> out.write(buffer, 0, count));
            }
            call.recorder().complete(media.contentType());
            call.running().write(out::flush);
        } catch (Throwable e) {
            if (!call.context().res().isCommitted()) {
                call.context().res().reset();
                throw e;
            }
            Throwable reason = call.running().reasonOf(e);
            if (reason instanceof CallerLeftException) {
                throw e;
            }
            LOG.warn(
                    "The answer of {} broke off, request {}",
                    call.context().path(),
                    RequestIds.of(call.context()),
                    reason);
            call.running().cutOff(INTERNAL_ERROR);
            new CallerConnection(call.context().req()).cut();
        }
    }
}
