package io.chutes.platform.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.platform.api.JobState;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.Scope;
import io.chutes.platform.server.billing.CallCharges;
import io.chutes.platform.server.billing.ChutePrices;
import io.chutes.platform.server.billing.Credit;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.fleet.Fleet;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.JsonText;
import io.chutes.platform.server.web.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** {@code /v1/jobs}: starts, shows and cancels the caller's jobs. Whoever may call a chute may start its jobs, and sees his own. */
public final class JobRoutes implements ApiRoutes, AutoCloseable {
    private static final int NO_CONTENT = 204;

    private final Jdbi jdbi;
    private final Chutes chutes;
    private final Fleet fleet;
    private final InstantSource clock;
    private final JobSpending spending;
    private final InputCheck inputs = new InputCheck();
    private final Jobs jobs;

    public JobRoutes(
            Jdbi jdbi,
            Chutes chutes,
            Credit credit,
            ChutePrices prices,
            CallCharges charges,
            Fleet fleet,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.chutes = chutes;
        this.fleet = fleet;
        this.clock = clock;
        this.spending = new JobSpending(chutes, credit, prices, charges, fleet);
        this.jobs = new Jobs(jdbi, chutes, spending, inputs, clock);
    }

    /** Begins to have jobs run. */
    public JobDispatcher dispatch() {
        JobDispatcher dispatcher = dispatcher();
        dispatcher.start();
        return dispatcher;
    }

    /** One that has not begun. */
    JobDispatcher dispatcher() {
        return new JobDispatcher(jdbi, chutes, fleet, spending, clock);
    }

    /** Begins to remove what is old. */
    public JobUpkeep upkeep() {
        return JobUpkeep.start(jdbi, clock);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(
                                "startJob",
                                "/v1/jobs/{account}/{chute}/{job}",
                                "Starts a job of a chute; the body is its input")
                        .takes(JsonText.class)
                        .creates(JobState.class)
                        .by(this::start),
                Route.get("jobs", "/v1/jobs", "The jobs that the account started, newest first")
                        .query(
                                "chute",
                                String.class,
                                "Only those of that chute: <account>/<chute>, or <chute> for one of the account's own")
                        .query("job", String.class, "Only those of that name")
                        .query("status", JobStatus.class, "Only those that are so far")
                        .pages(JobState.class)
                        .by(this::list),
                Route.get("job", "/v1/jobs/{id}", "One job: how far it is, and why")
                        .answers(JobState.class)
                        .by(call -> own(call).state()),
                Route.get("jobResult", "/v1/jobs/{id}/result", "What a job gave: JSON, or 204 if it gave nothing")
                        .answers(JsonNode.class)
                        .or(NO_CONTENT)
                        .raw(this::result),
                Route.delete("cancelJob", "/v1/jobs/{id}", "Cancels a job that is not over")
                        .answers(JobState.class)
                        .by(call -> jobs.cancel(call.principal(), own(call).id())));
    }

    private JobState start(Call<JsonText> call) {
        return jobs.start(call.principal(), call.path("account"), call.path("chute"), call.path("job"), call.body());
    }

    private Page<JobState> list(Call<?> call) {
        Optional<String> chute = call.query("chute");
        call.require(chute.orElse(Scope.ALL));
        Optional<String> own = Optional.of(call.principal().account());
        int slash = chute.orElse("").indexOf('/');
        var filter = new JobStore.Filter(
                chute.flatMap(name -> slash < 0 ? own : Optional.of(name.substring(0, slash))),
                chute.map(name -> name.substring(slash + 1)),
                call.query("job"),
                call.query("status", JobStatus.class));
        return jobs.list(call.principal(), filter, call.page());
    }

    private Job own(Call<?> call) {
        Job job = jobs.find(call.principal(), call.path("id"));
        call.require(job.fullChute());
        return job;
    }

    private void result(Call<?> call) {
        String result = jobs.result(own(call));
        if (result.isEmpty()) {
            call.context().status(NO_CONTENT);
        } else {
            call.context().contentType("application/json").result(result);
        }
    }

    @Override
    public void close() {
        inputs.close();
    }
}
