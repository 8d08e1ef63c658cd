package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Job;
import io.chutes.annotation.OnStartup;

@Chute(name = "throwables")
class Throwables {
    static class Odd extends Throwable {
        private static final long serialVersionUID = 1;
    }

    @Endpoint
    void any() throws Throwable {} // error: An endpoint may throw any Exception, but not java.lang.Throwable: declare Exception

    @Job
    void odd() throws Odd {} // error: A job may throw any Exception, but not bad.Throwables.Odd: declare Exception

    @OnStartup
    void start() throws Throwable {} // error: A startup method may throw any Exception, but not java.lang.Throwable

    @Endpoint
    void fine() throws Exception, AssertionError {}
}
