package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.runtime.job.JobKind;
import io.chutes.runtime.job.JobStatus;
import io.chutes.runtime.job.JobSubmission;
import io.chutes.runtime.job.Jobs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** The routes by which jobs are started, asked for and cancelled; a chute without jobs has none of them. */
final class JobRoutes {
    private static final String PATH = "/_chute/jobs/";
    private static final int ACCEPTED = 202;

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
                json(context));
        JobStatus started = jobs.start(submission);
        answer(context.status(ACCEPTED).header("Location", PATH + started.id()), started);
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
