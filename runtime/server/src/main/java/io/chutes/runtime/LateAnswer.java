package io.chutes.runtime;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer to a call whose method goes on after its time: sent by another thread, and the last of its connection. */
final class LateAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(LateAnswer.class);

    private LateAnswer() {}

    static void send(ProblemException failure, Context context) {
        Problem problem = Problems.of(failure, context);
        LOG.warn(
                "{} {} takes no notice of its interrupt and keeps its place, request {}",
                context.method(),
                context.path(),
                problem.requestId());
        byte[] body = Problems.body(problem, context.path());
        HttpServletResponse response = context.res();
        try {
            response.setStatus(problem.status());
            response.setContentType(Problem.MEDIA_TYPE);
            response.setContentLength(body.length);
            response.setHeader("Connection", "close");
            response.getOutputStream().write(body);
            response.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("The caller left before its late answer, request {}", problem.requestId(), e);
        }
    }
}
