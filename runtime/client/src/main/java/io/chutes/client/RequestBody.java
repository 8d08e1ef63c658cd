package io.chutes.client;

import io.chutes.annotation.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What a call sends. */
sealed interface RequestBody {
    String contentType();

    BodyPublisher publisher();

    /** Whether it can be sent, again or for the first time. */
    boolean sendable();

    /** Nothing more is read: what would have been is closed. */
    void abandon();

    /** Bytes in memory. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Held(String contentType, byte[] bytes) implements RequestBody {
        @Override
        public BodyPublisher publisher() {
            return BodyPublishers.ofByteArray(bytes);
        }

        @Override
        public boolean sendable() {
            return true;
        }

        @Override
        public void abandon() {}
    }

    /** A stream, which can be read once. */
    record Flowing(Upload upload, AtomicReference<@Nullable InputStream> taken) implements RequestBody {
        Flowing(Upload upload) {
            this(upload, new AtomicReference<>());
        }

        @Override
        public String contentType() {
            return upload.contentType();
        }

        @Override
        public BodyPublisher publisher() {
            long length = upload.length().orElse(-1);
            if (length == 0) {
                abandon(); // nobody else would close it
                return BodyPublishers.noBody();
            }
            BodyPublisher stream = BodyPublishers.ofInputStream(this::take);
            return length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
        }

        @Override
        public boolean sendable() {
            return taken.get() == null || upload.length().orElse(-1) == 0;
        }

        @Override
        public void abandon() {
            try {
                take().close();
            } catch (IOException | UncheckedIOException e) {
                // it was to be read, and never will be
            }
        }

        private synchronized InputStream take() {
            InputStream stream = taken.get() == null ? upload.stream() : taken.get();
            taken.set(stream);
            return stream;
        }
    }
}
