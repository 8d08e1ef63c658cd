package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Endpoint;

@Chute(name = "X") // error: got 'X'
@Cpu(
        cores = 65, // error: cores must be 1 to 64
        memoryGb = 0) // error: memoryGb must be 1 to 512
abstract class ManyMistakes { // error: must not be abstract
    @Endpoint(path = "here") // error: got 'here'
    int one() { // error: wrap it in a record
        return 1;
    }

    @Endpoint(path = "/two")
    private String two(String text) { // error: neither private nor static // error: A body must be a record
        return text;
    }
}
