package io.chutes.platform.server.gateway;

import io.chutes.platform.server.fleet.Availability.Target;
import io.chutes.platform.server.upstream.Answer;
import io.chutes.platform.server.upstream.BrokenAnswerException;
import io.chutes.platform.server.upstream.BrokenContentException;
import io.chutes.platform.server.upstream.Connections;
import io.chutes.platform.server.upstream.Content;
import io.chutes.platform.server.upstream.Exchange;
import io.chutes.platform.server.upstream.Fields;
import io.chutes.platform.server.upstream.OutgoingRequest;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.RequestId;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a call to an instance and its answer back: bytes as they come, in memory that does not grow with them. */
final class Forwarder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);
    private static final int EVENTS_BUFFER = 2 * 1024;
    private static final int FIRST_BUFFER = 1024;
    private static final int LARGEST_BUFFER = 32 * 1024;
    private static final int MOST_LEFT = 4 * 1024;
    private static final String ACCEPT_ENCODING = "Accept-Encoding";
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final Connections connections = new Connections();

    /** What became of a call that was sent to an instance. */
    enum Outcome {
        /** The caller has the answer, or whatever there was of it. */
        ANSWERED,
        /** The instance did not run it, and does not accept connections. */
        UNREACHABLE,
        /** The instance did not run it, and another may. */
        REFUSED
    }

    /**
     * Forwards a call to an instance.
     *
     * @param came what is forwarded
     * @param call what it may spend
     * @param endpoint what it is for
     * @param hasOther whether another instance could be asked, should this one refuse
     * @throws ApiException if the instance broke off, so that the call may have run
     */
    Outcome forward(
            ChuteCall came, CallUnderWay call, CalledEndpoint endpoint, Target target, BooleanSupplier hasOther) {
        Context context = came.context();
        try (Exchange exchange = connections.exchange(request(came, call, endpoint, target))) {
            Answer answer;
            try {
                answer = ask(exchange, call);
            } catch (ConnectException e) {
                log.warn("{} does not accept the connection [{}]", target, RequestId.of(context), e);
                return Outcome.UNREACHABLE;
            } catch (BrokenContentException e) {
                throw brokeOff(e);
            } catch (IOException e) {
                log.warn("{} did not answer [{}]", target, RequestId.of(context), e);
                if (endpoint.endpoint().idempotent() && came.body().mayBeSentAgain()) {
                    return Outcome.UNREACHABLE;
                }
                throw ApiException.badGateway(
                        e instanceof BrokenAnswerException
                                ? "The instance gave no whole answer; the call may have run: " + e.getMessage()
                                : "The instance broke off before it answered; the call may have run");
            }
            if (mayBeAskedOfAnother(answer, came, endpoint) && hasOther.getAsBoolean()) {
                leave(answer);
                return Outcome.REFUSED;
            }
            call.answers(answer.status(), exchange::cancel);
            if (came.dialect() == Dialect.OPENAI && OpenAiErrors.retells(answer.status(), answer.fields())) {
                retell(context, answer);
            } else {
                answer(came, call, answer);
            }
        }
        return Outcome.ANSWERED;
    }

    private static Answer ask(Exchange exchange, CallUnderWay call) throws IOException {
        call.waits(exchange::cancel);
        try {
            return exchange.answer();
        } catch (IOException e) {
            if (e instanceof ConnectException) {
                call.notTaken();
            }
            if (call.isStopped()) {
                log.debug("The call was stopped before its answer", e);
                throw call.whyStopped();
            }
            throw e;
        }
    }

    // An instance says of what it let nobody run that it was not run; what is idempotent may run again.
    private static boolean mayBeAskedOfAnother(Answer answer, ChuteCall came, CalledEndpoint endpoint) {
        boolean isBusy = answer.status() == UNAVAILABLE || answer.status() == TOO_MANY;
        boolean mayRun = endpoint.endpoint().idempotent()
                || answer.fields().first(Headers.NOT_RUN).isPresent();
        return isBusy && mayRun && came.body().mayBeSentAgain();
    }

    // Of a short one the rest is read, so that its connection can be kept.
    private static void leave(Answer refusal) {
        if (refusal.length() < 0 || refusal.length() > MOST_LEFT) {
            return;
        }
        try {
            refusal.body().readNBytes((int) refusal.length());
        } catch (IOException e) {
            log.debug("A refusal broke off", e);
        }
    }

    private static void retell(Context context, Answer answer) {
        byte[] error;
        try {
            error = OpenAiErrors.retold(answer.status(), answer.body());
        } catch (IOException e) {
            throw endedMidway(e);
        }
        answer.fields().first("Retry-After").ifPresent(wait -> context.header("Retry-After", wait));
        context.status(answer.status()).contentType("application/json").result(error);
    }

    private static OutgoingRequest request(
            ChuteCall call, CallUnderWay underWay, CalledEndpoint endpoint, Target target) {
        HttpServletRequest came = call.context().req();
        var fields = new Fields()
                .add(Headers.INSTANCE_TOKEN, target.token())
                .add(Headers.CALLER, underWay.spender().account())
                .add(RequestId.HEADER, RequestId.of(call.context()));
        Set<String> named = Headers.named(Collections.list(came.getHeaders("Connection")));
        for (String name : Collections.list(came.getHeaderNames())) {
            boolean rewritten = underWay.isPaidByTokens() && name.equalsIgnoreCase(ACCEPT_ENCODING);
            if (Headers.passes(name, named) && !rewritten) {
                Collections.list(came.getHeaders(name)).forEach(value -> fields.add(name, value));
            }
        }
        if (underWay.isPaidByTokens()) {
            fields.add(ACCEPT_ENCODING, "identity"); // what is compressed cannot be counted
        }
        return new OutgoingRequest(
                target.address(),
                came.getMethod(),
                endpoint.path() + query(came.getQueryString()),
                fields,
                content(call.body()),
                endpoint.endpoint().idempotent());
    }

    private static String query(@Nullable String query) {
        if (query == null) {
            return "";
        }
        try {
            return new URI("?" + query).toASCIIString();
        } catch (URISyntaxException e) {
            throw ApiException.badRequest("The query is not one of a URI: " + e.getReason());
        }
    }

    private static Content content(CallBody body) {
        if (body.isAbsent()) {
            return new Content.None();
        }
        if (!body.isSmall()) {
            return new Content.Streamed(body::whole, body.length());
        }
        try {
            return new Content.Whole(body.all());
        } catch (IOException e) {
            throw brokeOff(e);
        }
    }

    private static ApiException brokeOff(IOException how) {
        log.debug("The caller's body broke off", how);
        return ApiException.badRequest("The body broke off: " + how.getMessage());
    }

    private static void answer(ChuteCall came, CallUnderWay call, Answer answer) {
        Context context = came.context();
        Optional<TokenCount> tokens =
                call.isPaidByTokens() ? TokenCount.of(answer.fields(), call::tokens) : Optional.empty();
        try {
            boolean open = answer.length() < 0;
            byte[] buffer = new byte[open ? FIRST_BUFFER : (int) Math.min(answer.length(), LARGEST_BUFFER)];
            // What fails before its first byte is a failure, with none of the answer's fields.
            int count = open ? 0 : read(call, answer, buffer);
            if (count < 0 && call.isStopped()) {
                throw call.whyStopped();
            }
            begin(context.res(), answer);
            var out = new EventBoundary(context.res().getOutputStream());
            if (open) {
                context.res().flushBuffer();
                count = read(call, answer, buffer);
            }
            for (; count >= 0; count = read(call, answer, buffer)) {
                if (tokens.isPresent()) {
                    // Before they go out: a caller who has read it all has also been charged for all.
                    tokens.get().read(buffer, count);
                }
                out.write(buffer, 0, count);
                // What came whole goes out whole, with its headers.
                if (count != answer.length()) {
                    out.flush();
                }
                buffer = count < buffer.length || !open ? buffer : larger(buffer);
            }
            if (call.isLeft() && call.isStopped()) {
                log.debug("The caller left while nothing came [{}]", RequestId.of(context));
            } else if (call.refusal().isPresent()) {
                endCut(came, call.refusal().get(), answer, out);
            } else {
                call.answered();
            }
        } catch (IOException e) {
            // Closing the instance's answer, as our caller does now, is how the instance hears of it.
            log.debug("The caller left [{}]", RequestId.of(context), e);
            tokens.ifPresent(count -> new LeftAnswer(call, answer.body(), count).readOn());
        }
    }

    // Most answers are small, and of a stream there are many at once.
    private static byte[] larger(byte[] buffer) {
        return buffer.length < LARGEST_BUFFER ? new byte[2 * buffer.length] : buffer;
    }

    // A stream of events ends with one that says why; any other answer must not look whole, nor may half an event.
    private static void endCut(ChuteCall came, String refusal, Answer answer, EventBoundary out) throws IOException {
        ApiException problem = ApiException.paymentRequired(refusal);
        if (answer.length() >= 0 || !isEvents(answer) || !out.isBetweenEvents()) {
            throw problem;
        }
        out.write((came.dialect().event() + "data: ").getBytes(StandardCharsets.UTF_8));
        out.write(came.dialect().late(problem, came.context()));
        out.write("\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static boolean isEvents(Answer answer) {
        return answer.fields().first("Content-Type").orElse("").startsWith("text/event-stream");
    }

    private static void begin(HttpServletResponse response, Answer answer) {
        response.setStatus(answer.status());
        response.setContentType(null); // the server's default, which would speak for an answer that has none
        if (answer.length() >= 0) {
            response.setContentLengthLong(answer.length());
        }
        if (isEvents(answer)) {
            // The server keeps a buffer as long as a stream lasts, which is long, and holds many.
            response.setBufferSize(EVENTS_BUFFER);
        }
        Set<String> named = Headers.named(answer.fields().all("Connection"));
        Set<String> begun = new HashSet<>();
        for (Fields.Field field : answer.fields().all()) {
            if (!Headers.passes(field.name(), named)) {
                continue;
            }
            // What the platform has set already is the chute's to replace, once.
            if (begun.add(field.name().toLowerCase(Locale.ROOT))) {
                response.setHeader(field.name(), field.value());
            } else {
                response.addHeader(field.name(), field.value());
            }
        }
    }

    // The status is out: thrown, this cuts the caller's connection, which says that the answer is not whole.
    private static int read(CallUnderWay call, Answer answer, byte[] buffer) {
        try {
            return call.isStopped() ? -1 : answer.body().read(buffer);
        } catch (IOException e) {
            if (call.isStopped()) {
                return -1;
            }
            throw endedMidway(e);
        }
    }

    private static ApiException endedMidway(IOException how) {
        return how instanceof BrokenContentException
                ? brokeOff(how)
                : ApiException.badGateway("The instance broke off in the middle of its answer: " + how.getMessage());
    }

    /** Cancels what is under way. */
    @Override
    public void close() {
        connections.close();
    }
}
