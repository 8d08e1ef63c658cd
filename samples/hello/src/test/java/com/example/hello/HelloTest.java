package com.example.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.chutes.client.ChuteClient;
import io.chutes.testing.ChuteTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@ChuteTest(Hello.class)
class HelloTest {
    @Test
    void greetsByName(ChuteClient hello) {
        var greeting = hello.call("/greet", new Hello.Greet("Duke"), Hello.Greeting.class);

        assertEquals(new Hello.Greeting("Hello, Duke!"), greeting);
    }

    @Test
    void countsFromOne(ChuteClient hello) {
        try (var ticks = hello.stream("/count", new Hello.Count(3), Hello.Tick.class)) {
            assertEquals(List.of(new Hello.Tick(1), new Hello.Tick(2), new Hello.Tick(3)), ticks.toList());
        }
    }
}
