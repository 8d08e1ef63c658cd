package com.example.hello;

import io.chutes.runtime.spi.ChuteRoutes;
import io.chutes.runtime.spi.Routes;
import javax.annotation.processing.Generated;

/**
 * Routes of {@link Hello}.
 */
@Generated("io.chutes.processor.ChuteProcessor")
final class HelloRoutes implements ChuteRoutes {
    private final Hello chute;

    HelloRoutes() {
        this(new Hello());
    }

    HelloRoutes(Hello chute) {
        this.chute = chute;
    }

    @Override
    public String name() {
        return "hello";
    }

    @Override
    public void register(Routes routes) {
        routes.stream("POST", "/count", request -> chute.count(request.body(Hello.Count.class)));
        routes.json("POST", "/greet", request -> chute.greet(request.body(Hello.Greet.class)));
    }
}
