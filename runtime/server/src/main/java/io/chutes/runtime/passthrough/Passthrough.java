package io.chutes.runtime.passthrough;

import io.chutes.annotation.Call;
import io.chutes.annotation.ProblemException;
import io.chutes.runtime.connection.CallerConnection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An endpoint that the HTTP server on a port of 127.0.0.1 answers. Bytes go both ways as they come and are held nowhere. Each
 * call has a connection of its own, which ends when the caller leaves; an answer that breaks off ends the caller's.
 *
 * <p>Not on {@link java.net.http.HttpClient}: that one reads no answer before the whole body is sent, so an early refusal of a
 * long body would be lost.
 */
public final class Passthrough {
    private static final Logger LOG = LoggerFactory.getLogger(Passthrough.class);

    private static final int BAD_REQUEST = 400;

    private final IntSupplier port;
    private final TargetPath target;
    private final Supplier<String> key;

    /**
     * An endpoint answered by the server on that port.
     *
     * @param port where that server listens now
     * @param target the path there; names in braces are filled with the call's own parameters
     * @param key what that server wants of its callers; empty if nothing
     */
    public Passthrough(IntSupplier port, String target, Supplier<String> key) {
        this.port = port;
        this.target = new TargetPath(target);
        this.key = key;
    }

    /**
     * Answers one call. Where it is interrupted in the middle of the answer, it cuts that off and keeps the thread's mark.
     *
     * @param progress told whenever a part of the answer is there; what it throws ends the call, and cuts off an answer
     *     that has begun
     * @param traceparent where the call stands in a trace, for that server to go on from
     * @param pathParameter the value that a name in braces has in the path of this call
     * @return false if the answer had begun and was cut off, other than by the caller
     * @throws ProblemException if there is no answer
     */
    public boolean answer(
            HttpServletRequest request,
            HttpServletResponse response,
            Call call,
            Runnable progress,
            String traceparent,
            UnaryOperator<String> pathParameter)
            throws InterruptedException {
        int listening = port.getAsInt();
        byte[] head = RequestHead.of(
                request, listening, target.filled(pathParameter), call.requestId(), traceparent, key.get());
        var caller = new CallerConnection(request);
        var answer = new Answer(listening, request.getMethod(), response, progress);
        try {
            exchange(listening, head, request, call, answer);
            return true;
        } catch (UnansweredException e) {
            if (!answer.begun()) {
                throw new ProblemException(e.status(), e.detail());
            }
            LOG.warn("The answer of port {} to request {} was cut off: {}", listening, call.requestId(), e.detail());
            caller.cut();
            return false;
        } catch (InterruptedException e) {
            if (!answer.begun()) {
                throw e;
            }
            Thread.currentThread().interrupt();
            caller.cut();
            return false;
        } catch (IOException e) {
            if (!answer.begun()) { // whoever ended the call knows why
                throw new ProblemException(BAD_REQUEST, "The body broke off");
            }
            LOG.debug("The caller of request {} left", call.requestId(), e);
            caller.cut();
            return true;
        } catch (RuntimeException e) { // its clock, between two parts
            if (answer.begun()) {
                caller.cut();
            }
            throw e;
        }
    }

    private void exchange(int listening, byte[] head, HttpServletRequest request, Call call, Answer answer)
            throws IOException, UnansweredException, InterruptedException {
        try (UpstreamConnection upstream = UpstreamConnection.open(listening, call)) {
            upstream.send(head);
            RequestBody body = RequestBody.send(request, upstream.socket());
            try {
                answer.relay(upstream);
            } catch (UnansweredException e) {
                throw body.brokeOff() ? UnansweredException.brokeOff() : e;
            } finally {
                body.end(new CallerConnection(request)::cut);
            }
        }
    }
}
