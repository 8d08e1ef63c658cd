package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chutes.runtime.job.JobFormat;
import io.chutes.runtime.job.JobSubmission;
import io.chutes.runtime.spi.Body;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs in the same JSON, with the same problems, as calls. */
final class JsonJobFormat implements JobFormat {
    private static final Logger LOG = LoggerFactory.getLogger(JsonJobFormat.class);
    private static final int INTERNAL_ERROR = 500;

    private final BodySchemas schemas;

    JsonJobFormat(BodySchemas schemas) {
        this.schemas = schemas;
    }

    @Override
    public Body body(JobSubmission job) {
        return new JobBody(job.body(), schemas.ofJob(job.name()));
    }

    @Override
    public String result(Object result) {
        return text(result);
    }

    @Override
    public Failure failure(Throwable thrown, JobSubmission job, int attempt) {
        if (thrown instanceof io.chutes.annotation.ProblemException problem) {
            List<Problem.FieldError> errors = thrown instanceof ProblemException ours ? ours.errors() : List.of();
            return failure(problem.status(), String.valueOf(problem.getMessage()), job, errors);
        }
        LOG.error("Attempt {} of job {} failed, request {}", attempt, job.name(), job.requestId(), thrown);
        return failure(INTERNAL_ERROR, "The job failed; its log has the reason under this request id", job, List.of());
    }

    private static Failure failure(int status, String detail, JobSubmission job, List<Problem.FieldError> errors) {
        return new Failure(text(Problem.of(status, detail, job.requestId(), errors)), Problems.isLasting(status));
    }

    private static String text(Object value) {
        return new String(Json.bytes(value), UTF_8);
    }
}
