package com.example.hello;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.chutes.testing.ChuteTest;
import java.util.List;
import org.junit.jupiter.api.Test;

@ChuteTest(Hello.class)
class HelloTest {
    @Test
    void greetsByName(HelloClient hello) {
        assertEquals(new Hello.Greeting("Hello, Duke!"), hello.greet(new Hello.Greet("Duke")));
    }

    @Test
    void countsFromOne(HelloClient hello) {
        try (var ticks = hello.count(new Hello.Count(3))) {
            assertEquals(List.of(new Hello.Tick(1), new Hello.Tick(2), new Hello.Tick(3)), ticks.toList());
        }
    }
}
