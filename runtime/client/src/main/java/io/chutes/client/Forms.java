package io.chutes.client;

import io.chutes.annotation.Reply;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The forms in which an answer can be taken. */
final class Forms {
    private Forms() {}

    /** JSON of a type or, where that is {@code String} and the answer is text, its text. */
    static <T> Answer.Form<T> json(JsonType<T> type, Json json) {
        return new OneForm<>("application/json", false) {
            @Override
            public T read(Answer answer, Deadline deadline) throws IOException {
                if (type.type() == String.class && answer.contentType().startsWith("text/plain")) {
                    @SuppressWarnings("unchecked") // T is String
                    T text = (T) answer.text();
                    return text;
                }
                return json.read(answer.bytes(), type, "%s (%s)".formatted(answer, answer.contentType()));
            }
        };
    }

    static Answer.Form<String> text() {
        return new OneForm<>("*/*", false) {
            @Override
            public String read(Answer answer, Deadline deadline) throws IOException {
                return answer.text();
            }
        };
    }

    static Answer.Form<@Nullable Void> nothing() {
        return new OneForm<@Nullable Void>("*/*", false) {
            @Override
            public @Nullable Void read(Answer answer, Deadline deadline) {
                return null;
            }
        };
    }

    static Answer.Form<Download> download() {
        return new OneForm<>("*/*", true) {
            @Override
            public Download read(Answer answer, Deadline deadline) {
                return new Download(
                        answer.contentType(),
                        answer.headers().firstValueAsLong("Content-Length"),
                        new AnswerStream(answer, deadline));
            }
        };
    }

    /** Whichever of the two the answer is. */
    static <T, E> Answer.Form<Reply<T, E>> reply(JsonType<T> whole, JsonType<E> element, Json json) {
        Answer.Form<T> value = json(whole, json);
        Answer.Form<Stream<E>> events = events(element, json);
        return new Answer.Form<>() {
            @Override
            public String accept() {
                return value.accept() + ", " + events.accept();
            }

            @Override
            public boolean flowing(HttpHeaders headers) {
                return headers.firstValue("Content-Type")
                        .filter(type -> type.startsWith(events.accept()))
                        .isPresent();
            }

            @Override
            public Reply<T, E> read(Answer answer, Deadline deadline) throws IOException {
                return flowing(answer.headers())
                        ? Reply.streamed(events.read(answer, deadline))
                        : Reply.whole(value.read(answer, deadline));
            }
        };
    }

    static <T> Answer.Form<Stream<T>> events(JsonType<T> element, Json json) {
        return new OneForm<>("text/event-stream", true) {
            @Override
            public Stream<T> read(Answer answer, Deadline deadline) throws IOException {
                Optional<String> other =
                        answer.headers().firstValue("Content-Type").filter(type -> !type.startsWith(accept()));
                if (other.isPresent()) {
                    answer.body().close();
                    throw new ChuteException(
                            "%s is no stream of events but %s: is the endpoint one that answers once?"
                                    .formatted(answer, other.get()),
                            null);
                }
                var events = new EventReader<>(
                        new AnswerStream(answer, deadline),
                        element,
                        json,
                        answer.uri().toString());
                int ordered = Spliterator.ORDERED | Spliterator.NONNULL;
                return StreamSupport.stream(Spliterators.spliteratorUnknownSize(events, ordered), false)
                        .onClose(events::close);
            }
        };
    }

    /** One media type, or any, read from memory or as it comes. */
    private abstract static class OneForm<T extends @Nullable Object> implements Answer.Form<T> {
        private final String accept;
        private final boolean flowing;

        OneForm(String accept, boolean flowing) {
            this.accept = accept;
            this.flowing = flowing;
        }

        @Override
        public final String accept() {
            return accept;
        }

        @Override
        public final boolean flowing(HttpHeaders headers) {
            return flowing;
        }
    }
}
