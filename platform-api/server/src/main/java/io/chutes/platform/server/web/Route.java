package io.chutes.platform.server.web;

import io.chutes.platform.api.Page;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A route as its feature declares it. What it needs of its caller stands in {@code Permissions}; what it takes and gives is served
 * at {@code /openapi.json}.
 *
 * @param methods usually one
 * @param operation its name in OpenAPI, and that of the client's method; empty for one that OpenAPI does not describe
 * @param request what the body is read as, null for none
 * @param response what is answered, null for no body
 * @param paged whether it answers pages of {@code response}
 * @param mediaType of the answer
 * @param statuses of success, the usual one first
 * @param creates whether it heeds {@code Idempotency-Key}
 * @param tag what of its answer the {@code ETag} stands for, null for none
 * @param conditional whether it heeds {@code If-Match}
 * @param confidential whether its body may not be repeated, not even to say what is wrong with it
 */
public record Route(
        Set<HandlerType> methods,
        String path,
        String operation,
        String summary,
        List<QueryParameter> query,
        @Nullable Class<?> request,
        @Nullable Class<?> response,
        boolean paged,
        String mediaType,
        List<Integer> statuses,
        boolean creates,
        @Nullable Function<Object, Object> tag,
        boolean conditional,
        boolean confidential,
        Work work,
        Work.@Nullable Refusal refusal) {
    public Route {
        methods = Set.copyOf(methods);
        query = List.copyOf(query);
        statuses = List.copyOf(statuses);
    }

    public static Draft<Void, Void> get(String operation, String path, String summary) {
        return new Draft<>(Set.of(HandlerType.GET), path, operation, summary);
    }

    public static Draft<Void, Void> post(String operation, String path, String summary) {
        return new Draft<>(Set.of(HandlerType.POST), path, operation, summary);
    }

    public static Draft<Void, Void> put(String operation, String path, String summary) {
        return new Draft<>(Set.of(HandlerType.PUT), path, operation, summary);
    }

    public static Draft<Void, Void> patch(String operation, String path, String summary) {
        return new Draft<>(Set.of(HandlerType.PATCH), path, operation, summary);
    }

    public static Draft<Void, Void> delete(String operation, String path, String summary) {
        return new Draft<>(Set.of(HandlerType.DELETE), path, operation, summary);
    }

    /** A route of several methods that OpenAPI does not describe, since another document does. */
    public static Draft<Void, Void> undescribed(Collection<HandlerType> methods, String path, String summary) {
        return new Draft<>(new LinkedHashSet<>(methods), path, "", summary);
    }

    /** Its name in {@code Permissions}: {@code GET /v1/me}, or <code>* /c/{account}/{chute}</code> for several methods. */
    public String name() {
        return (methods.size() == 1 ? methods.iterator().next().name() : "*") + " " + path;
    }

    /** Whether OpenAPI describes it. */
    public boolean described() {
        return !operation.isEmpty();
    }

    /**
     * A route being declared, until it is told its work.
     *
     * @param <B> what the body is read as
     * @param <T> what is answered
     */
    public static final class Draft<B, T> {
        private final Set<HandlerType> methods;
        private final String path;
        private final String operation;
        private final String summary;
        private final List<QueryParameter> query = new ArrayList<>();
        private final List<Integer> statuses = new ArrayList<>();
        private @Nullable Class<?> request;
        private @Nullable Class<?> response;
        private boolean paged;
        private String mediaType = "application/json";
        private boolean creates;
        private @Nullable Function<Object, Object> tag;
        private boolean conditional;
        private boolean confidential;
        private Work.@Nullable Refusal refusal;

        private Draft(Set<HandlerType> methods, String path, String operation, String summary) {
            this.methods = methods;
            this.path = path;
            this.operation = operation;
            this.summary = summary;
        }

        /** It takes a JSON body. */
        public <C> Draft<C, T> takes(Class<C> body) {
            request = body;
            return as();
        }

        /** It answers 200 with that. */
        public <U> Draft<B, U> answers(Class<U> body) {
            response = body;
            statuses.add(200);
            return as();
        }

        /** It answers 200 with a page, by the query parameters {@code limit} and {@code cursor}: see {@link Call#page}. */
        public <I> Draft<B, Page<I>> pages(Class<I> item) {
            response = item;
            paged = true;
            statuses.add(200);
            query.addAll(PageQuery.PARAMETERS);
            return as();
        }

        /** It answers 201 with what it made, and heeds {@code Idempotency-Key}. */
        public <U> Draft<B, U> creates(Class<U> body) {
            response = body;
            creates = true;
            statuses.add(201);
            return as();
        }

        /** It may answer that status of success as well: see {@link Call#status}. */
        public Draft<B, T> or(int status) {
            statuses.add(status);
            return this;
        }

        /** It takes that parameter in its query. */
        public Draft<B, T> query(String name, Class<?> type, String description) {
            query.add(new QueryParameter(name, type, description));
            return this;
        }

        /**
         * Its answer carries an {@code ETag}.
         *
         * @param of what of the answer it stands for: all that an update may change
         */
        @SuppressWarnings("unchecked") // the work gives nothing else
        public Draft<B, T> tagged(Function<T, Object> of) {
            tag = answer -> of.apply((T) answer);
            return this;
        }

        /** It heeds {@code If-Match}; its work calls {@link Call#ifMatch}. */
        public Draft<B, T> conditional() {
            conditional = true;
            return this;
        }

        /** Its body is a secret: what is wrong with it is not told. */
        public Draft<B, T> confidential() {
            confidential = true;
            return this;
        }

        /** Its answer is of that media type, and written by its work. */
        public Draft<B, T> media(String type) {
            mediaType = type;
            return this;
        }

        /** How it tells that a caller was not let in, if not by a problem. */
        public Draft<B, T> refusing(Work.Refusal how) {
            refusal = how;
            return this;
        }

        /** Its work, which gives the answer. */
        public Route by(Work.Answering<B, T> work) {
            return route(work);
        }

        /** Its work, which leaves nothing to answer: 204. */
        public Route doing(Doing<B> work) {
            statuses.add(204);
            return route((Work.Answering<B, @Nullable Void>) call -> {
                work.perform(call);
                return null;
            });
        }

        /** Its work, which writes the answer. */
        public Route raw(Work.Raw work) {
            if (statuses.isEmpty()) {
                statuses.add(200);
            }
            return route(work);
        }

        private Route route(Work work) {
            return new Route(
                    methods,
                    path,
                    operation,
                    summary,
                    query,
                    request,
                    response,
                    paged,
                    mediaType,
                    statuses,
                    creates,
                    tag,
                    conditional,
                    confidential,
                    work,
                    refusal);
        }

        @SuppressWarnings("unchecked") // the type parameters only hold the work against what was declared
        private <C, U> Draft<C, U> as() {
            return (Draft<C, U>) this;
        }
    }

    /** Work that leaves nothing to answer. */
    @FunctionalInterface
    public interface Doing<B> {
        void perform(Call<B> call) throws Exception;
    }
}
