package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Endpoint;

/** A chute inside another class. */
class Outer {
    @Chute(name = "nested")
    @Cpu(cores = 4, memoryGb = 16)
    static class Inner {
        @Endpoint
        String hi() {
            return "hi";
        }
    }
}
