package io.chutes.client;

import io.chutes.annotation.Upload;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a call sends. */
sealed interface RequestBody {
    String contentType();

    BodyPublisher publisher();

    /** Whether it can be sent, again or for the first time. */
    boolean sendable();

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
    }

    /** A stream, which can be read once. */
    record Flowing(Upload upload, AtomicBoolean taken) implements RequestBody {
        @Override
        public String contentType() {
            return upload.contentType();
        }

        @Override
        public BodyPublisher publisher() {
            BodyPublisher stream = BodyPublishers.ofInputStream(() -> {
                taken.set(true);
                return upload.stream();
            });
            long length = upload.length().orElse(-1);
            if (length == 0) {
                return BodyPublishers.noBody();
            }
            return length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
        }

        @Override
        public boolean sendable() {
            return !taken.get();
        }
    }
}
