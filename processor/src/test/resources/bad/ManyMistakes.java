package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Image;

@Chute(name = "Many Mistakes") // error: got 'Many Mistakes'
@Gpu(
        count = 0, // error: count must be 1 to 8, got 0
        maxHourlyPrice = "free") // error: maxHourlyPrice must be a decimal above 0
@Cpu // error: A chute has @Gpu or @Cpu, not both: remove one
@Image(base = "java") // error: base must be pinned by digest
abstract class ManyMistakes<T> { // error: must not be abstract // error: must not have type parameters
    record Any(Number any) {}

    @Endpoint(path = "hi") // error: got 'hi'
    int hi( // error: An endpoint returns a record
            Any in, // error: java.lang.Number cannot be JSON here (Any.any)
            String text) { // error: A method takes one body; put text and the other into one record
        return 1;
    }

    @Endpoint(path = "/_chute/x", method = HttpMethod.GET) // error: Paths under /_chute belong to the runtime
    private Any other() { // error: neither private nor static // error: java.lang.Number cannot be JSON here (Any.any)
        return new Any(1);
    }
}
