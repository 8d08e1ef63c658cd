package bad;

import io.chutes.annotation.Call;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Job;
import io.chutes.annotation.JobContext;
import io.chutes.annotation.QueryParam;

@Chute(name = "jobs")
class Jobs {
    record In(int a) {}

    @Job(
            timeout = "10s", // error: timeout must be 30s to 24h, got '10s'
            retries = 11, // error: retries must be 0 to 10, got 11
            resultTtl = "forever") // error: resultTtl must be a duration
    void ranges(In in) {}

    @Job // error: A method is a job or an endpoint, not both: remove @Job or @Endpoint
    @Endpoint
    void both(In in) {}

    @Job
    void text(String text) {} // error: A job takes a JSON body and a JobContext, got java.lang.String: wrap it in a record

    @Job
    void asked(@QueryParam("q") String q) {} // error: got java.lang.String: wrap it in a record

    @Job
    void call(Call call) {} // error: got io.chutes.annotation.Call: wrap it in a record

    @Job
    String result(In in) { // error: A job returns a record, sealed interface, List, Set, Map or void, got java.lang.String: wrap it in a record
        return "";
    }

    @Job
    static void fixed(In in) {} // error: A job must be neither private nor static

    @Job
    void again(In in) {}

    @Job
    void again(JobContext job) {} // error: Another job is the method again: rename one
}
