package io.chutes.platform.server.gateway;

import io.chutes.platform.server.fleet.Availability.Target;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.RequestId;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a call to an instance and its answer back: bytes as they come, in memory that does not grow with them. */
final class Forwarder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int BUFFER = 16 * 1024;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    // What arrives is handed on where it arrives: nothing there waits, and each change of threads costs more than the
    // rest.
    private final HttpClient client = client(Runnable::run);

    // A body that is read where the client asks for it has it wait, which must not be where answers arrive.
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient uploading = client(threads);

    private static HttpClient client(Executor executor) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(executor)
                .build();
    }

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
    Outcome forward(ChuteCall came, CallUnderWay call, CalledEndpoint endpoint, Target target, BooleanSupplier hasOther)
            throws InterruptedException {
        Context context = came.context();
        HttpResponse<InputStream> answer;
        try {
            answer = send(came, call, request(came, call, endpoint.path(), target));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            log.warn("{} does not accept the connection [{}]", target, RequestId.of(context), e);
            return Outcome.UNREACHABLE;
        } catch (IOException e) {
            log.warn("{} did not answer [{}]", target, RequestId.of(context), e);
            if (endpoint.endpoint().idempotent() && came.body().mayBeSentAgain()) {
                return Outcome.UNREACHABLE;
            }
            throw ApiException.badGateway("The instance broke off before it answered; the call may have run");
        }
        try (InputStream body = answer.body()) {
            if (mayBeAskedOfAnother(answer, came, endpoint) && hasOther.getAsBoolean()) {
                return Outcome.REFUSED;
            }
            call.answers(answer.statusCode(), body);
            if (came.dialect() == Dialect.OPENAI && OpenAiErrors.retells(answer.statusCode(), answer.headers())) {
                retell(context, answer, body);
            } else {
                answer(came, call, answer, body);
            }
        } catch (IOException e) {
            log.debug("Closing an instance's answer failed [{}]", RequestId.of(context), e);
        }
        return Outcome.ANSWERED;
    }

    private HttpResponse<InputStream> send(ChuteCall came, CallUnderWay call, HttpRequest request)
            throws IOException, InterruptedException {
        boolean atOnce = came.body().isAbsent() || came.body().isSmall();
        CompletableFuture<HttpResponse<InputStream>> answer =
                (atOnce ? client : uploading).sendAsync(request, BodyHandlers.ofInputStream());
        call.waits(() -> answer.cancel(true));
        try {
            return answer.get();
        } catch (CancellationException e) {
            throw cancelled(call, e);
        } catch (ExecutionException e) {
            if (call.isLeft() || call.refusal().isPresent()) {
                throw cancelled(call, e);
            }
            if (e.getCause() instanceof ConnectException refused) {
                throw refused;
            }
            throw e.getCause() instanceof IOException broken ? broken : new IOException(e.getCause());
        }
    }

    private static ApiException cancelled(CallUnderWay call, Exception how) {
        log.debug("The call was cancelled before its answer", how);
        return call.refusal()
                .map(ApiException::paymentRequired)
                .orElseGet(() -> ApiException.badRequest("The caller left"));
    }

    // An instance says of what it let nobody run that it was not run; what is idempotent may run again.
    private static boolean mayBeAskedOfAnother(HttpResponse<?> answer, ChuteCall came, CalledEndpoint endpoint) {
        boolean isBusy = answer.statusCode() == UNAVAILABLE || answer.statusCode() == TOO_MANY;
        boolean mayRun = endpoint.endpoint().idempotent()
                || answer.headers().firstValue(Headers.NOT_RUN).isPresent();
        return isBusy && mayRun && came.body().mayBeSentAgain();
    }

    private static void retell(Context context, HttpResponse<InputStream> answer, InputStream problem)
            throws IOException {
        byte[] error = OpenAiErrors.retold(answer.statusCode(), problem);
        answer.headers().firstValue("Retry-After").ifPresent(wait -> context.header("Retry-After", wait));
        context.status(answer.statusCode()).contentType("application/json").result(error);
    }

    private static HttpRequest request(ChuteCall call, CallUnderWay underWay, String path, Target target) {
        HttpServletRequest came = call.context().req();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(target, path, came))
                .method(came.getMethod(), publisher(call.body()))
                .setHeader(Headers.INSTANCE_TOKEN, target.token())
                .setHeader(Headers.CALLER, underWay.spender().account())
                .setHeader(RequestId.HEADER, RequestId.of(call.context()));
        List<String> names = Collections.list(came.getHeaderNames());
        for (String name : Headers.passing(names, Collections.list(came.getHeaders("Connection")))) {
            Collections.list(came.getHeaders(name)).forEach(value -> request.header(name, value));
        }
        if (underWay.isPaidByTokens()) {
            request.setHeader("Accept-Encoding", "identity"); // what is compressed cannot be counted
        }
        return request.build();
    }

    private static URI uri(Target target, String path, HttpServletRequest call) {
        String query = call.getQueryString() == null ? "" : "?" + call.getQueryString();
        try {
            return new URI(
                    target.address().getScheme() + "://" + target.address().getRawAuthority() + path + query);
        } catch (URISyntaxException e) {
            throw ApiException.badRequest("The query is not one of a URI: " + e.getReason());
        }
    }

    private static BodyPublisher publisher(CallBody body) {
        if (body.isAbsent()) {
            return BodyPublishers.noBody();
        }
        if (body.isSmall()) {
            try {
                return BodyPublishers.ofByteArray(body.all());
            } catch (IOException e) {
                throw ApiException.badRequest("The body broke off: " + e.getMessage());
            }
        }
        BodyPublisher streamed = BodyPublishers.ofInputStream(body::whole);
        return body.length() < 0 ? streamed : BodyPublishers.fromPublisher(streamed, body.length());
    }

    private static void answer(ChuteCall came, CallUnderWay call, HttpResponse<InputStream> answer, InputStream body) {
        Context context = came.context();
        Optional<TokenCount> tokens =
                call.isPaidByTokens() ? TokenCount.of(answer.headers(), call::tokens) : Optional.empty();
        try {
            begin(context.res(), answer.statusCode(), answer.headers());
            long length = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
            var out = new EventBoundary(context.res().getOutputStream());
            byte[] buffer = new byte[BUFFER];
            if (length < 0) {
                context.res().flushBuffer();
            }
            for (int count = read(call, body, buffer); count >= 0; count = read(call, body, buffer)) {
                if (tokens.isPresent()) {
                    // Before they go out: a caller who has read it all has also been charged for all.
                    tokens.get().read(buffer, count);
                }
                out.write(buffer, 0, count);
                // What came whole goes out whole, with its headers.
                if (count != length) {
                    out.flush();
                }
            }
            if (call.isLeft()) {
                log.debug("The caller left while nothing came [{}]", RequestId.of(context));
            } else if (call.refusal().isPresent()) {
                endCut(came, call.refusal().get(), answer.headers(), out);
            } else {
                call.answered();
            }
        } catch (IOException e) {
            // Closing the instance's answer, as our caller does now, is how the instance hears of it.
            log.debug("The caller left [{}]", RequestId.of(context), e);
            tokens.ifPresent(count -> new LeftAnswer(call, body, count).readOn());
        }
    }

    // A stream of events ends with one that says why; any other answer must not look whole, nor may half an event.
    private static void endCut(ChuteCall came, String refusal, HttpHeaders headers, EventBoundary out)
            throws IOException {
        boolean events = headers.firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        ApiException problem = ApiException.paymentRequired(refusal);
        if (!events || !out.isBetweenEvents()) {
            throw problem;
        }
        out.write((came.dialect().event() + "data: ").getBytes(StandardCharsets.UTF_8));
        out.write(came.dialect().late(problem, came.context()));
        out.write("\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void begin(HttpServletResponse response, int status, HttpHeaders headers) {
        response.setStatus(status);
        response.setContentType(null); // the server's default, which would speak for an answer that has none
        headers.firstValueAsLong("Content-Length").ifPresent(response::setContentLengthLong);
        for (String name : Headers.passing(headers.map().keySet(), headers.allValues("Connection"))) {
            List<String> values = headers.allValues(name);
            response.setHeader(name, values.getFirst());
            values.stream().skip(1).forEach(value -> response.addHeader(name, value));
        }
    }

    // The status is out: thrown, this cuts the caller's connection, which says that the answer is not whole.
    private static int read(CallUnderWay call, InputStream body, byte[] buffer) {
        try {
            return call.refusal().isPresent() || call.isLeft() ? -1 : body.read(buffer);
        } catch (IOException e) {
            if (call.refusal().isPresent() || call.isLeft()) {
                return -1;
            }
            throw ApiException.badGateway("The instance broke off in the middle of its answer: " + e.getMessage());
        }
    }

    /** Cancels what is under way. */
    @Override
    public void close() {
        client.shutdownNow();
        uploading.shutdownNow();
        threads.shutdownNow();
    }
}
