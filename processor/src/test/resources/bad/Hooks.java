package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.StartupContext;
import io.chutes.annotation.Warmup;

@Chute(name = "hooks")
class Hooks {
    @Endpoint
    void hi() {}

    @OnStartup(priority = 101) // error: priority must be 0 to 100, got 101
    void priority() {}

    @OnStartup
    void parameter(String name) {} // error: A startup method takes nothing or a StartupContext, got [java.lang.String]

    @OnShutdown
    void two(StartupContext one, StartupContext other) {} // error: A shutdown method takes nothing or a StartupContext

    @OnStartup
    private void hidden() {} // error: A startup method must be neither private nor static

    @Warmup
    static void fixed() {} // error: A warmup method must be neither private nor static

    @Warmup
    String result() { // error: A warmup method returns nothing, this one returns java.lang.String: nobody would get it
        return "";
    }

    @OnStartup
    @Endpoint // error: A startup method is not called from outside: remove @Endpoint
    void called() {}
}
