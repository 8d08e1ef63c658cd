package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Job;
import io.chutes.annotation.QueryParam;

abstract class Jobbing {
    @Job
    abstract void digest(String q);
}

@Chute(name = "inherited")
class InheritedJob extends Jobbing {
    @Override
    void digest(@QueryParam("q") String q) {} // error: got java.lang.String: wrap it in a record
}
