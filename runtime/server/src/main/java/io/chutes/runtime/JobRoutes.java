package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.job.AskedAttempt;
import io.chutes.runtime.job.JobKind;
import io.chutes.runtime.job.JobStatus;
import io.chutes.runtime.job.JobSubmission;
import io.chutes.runtime.job.Jobs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** The routes by which jobs are started, asked for and cancelled; a chute without jobs has none of them. */
final class JobRoutes {
    private static final String PATH = "/_chute/jobs/";
    private static final int ACCEPTED = 202;
    private static final int BAD_REQUEST = 400;

    /** By which the platform asks for one attempt at a job of its own: {@code <job>;<number>}. */
    private static final String ATTEMPT = "X-Chutes-Job-Attempt";

    private static final Pattern ASKED = Pattern.compile("([A-Za-z0-9_-]{1,64});([1-9][0-9]{0,3})");

    private final RoutesConfig routes;
    private final Readiness readiness;
    private final BodySchemas schemas;
    private final Jobs jobs;
    private final boolean fromPlatform;
    private boolean registered;

    /** @param fromPlatform whether the platform alone can call, so that what it says of the caller is true */
    JobRoutes(RoutesConfig routes, BodySchemas schemas, Readiness readiness, Jobs jobs, boolean fromPlatform) {
        this.schemas = schemas;
        this.routes = routes;
        this.readiness = readiness;
        this.jobs = jobs;
        this.fromPlatform = fromPlatform;
    }

    void add(JobKind kind) {
        jobs.add(kind);
        if (!registered) {
            registered = true;
            routes.post(PATH + "{name}", this::start);
            routes.get(PATH + "{id}", context -> answer(context, jobs.status(context.pathParam("id"))));
            routes.delete(PATH + "{id}", context -> {
                JobStatus cancelled = jobs.cancel(context.pathParam("id"));
                answer(context.status(ACCEPTED), cancelled);
            });
        }
    }

    private void start(Context context) {
        readiness.check();
        var submission = new JobSubmission(
                context.pathParam("name"),
                RequestIds.of(context),
                JavalinRequest.caller(context, fromPlatform),
                Idempotency.key(context),
                asked(context),
                json(context));
        JobStatus started = jobs.start(submission);
        answer(context.status(ACCEPTED).header("Location", PATH + started.id()), started);
    }

    private Optional<AskedAttempt> asked(Context context) {
        String header = fromPlatform ? context.header(ATTEMPT) : null;
        if (header == null) {
            return Optional.empty();
        }
        var asked = ASKED.matcher(header);
        if (!asked.matches()) {
            throw new ProblemException(
                    BAD_REQUEST,
                    "%s is <job>;<number>, such as j-1;2, got '%s'".formatted(ATTEMPT, Faults.shortened(header)));
        }
        return Optional.of(new AskedAttempt(asked.group(1), Integer.parseInt(asked.group(2))));
    }

    /** The body, if there is any: what does not fit is refused before a job is made of it. */
    private String json(Context context) {
        JsonNode schema = schemas.ofJob(context.pathParam("name"));
        var request = new RequestBody(context, schema);
        byte[] body = request.bytes();
        if (body.length > 0 || schema != null) {
            request.checkJson();
            Json.check(body, schema);
        }
        return new String(body, UTF_8);
    }

    private static void answer(Context context, JobStatus status) {
        context.contentType("application/json").result(Json.bytes(JobAnswer.of(status)));
    }
}
