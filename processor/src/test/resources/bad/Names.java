package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class Names {
    @Chute(name = "") // error: a letter first and no hyphen last; got ''
    static class Name1 extends Greets {}

    @Chute(name = "ab") // error: a letter first and no hyphen last; got 'ab'
    static class Name2 extends Greets {}

    @Chute(name = "Hello") // error: a letter first and no hyphen last; got 'Hello'
    static class Name3 extends Greets {}

    @Chute(name = "1abc") // error: a letter first and no hyphen last; got '1abc'
    static class Name4 extends Greets {}

    @Chute(name = "a--b") // error: a letter first and no hyphen last; got 'a--b'
    static class Name5 extends Greets {}

    @Chute(name = "abc-") // error: a letter first and no hyphen last; got 'abc-'
    static class Name6 extends Greets {}

    @Chute(name = "a_bc") // error: a letter first and no hyphen last; got 'a_bc'
    static class Name7 extends Greets {}

    @Chute(name = "größe") // error: a letter first and no hyphen last; got 'größe'
    static class Name8 extends Greets {}

    @Chute(name = "abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb") // error: a letter first and no hyphen last; got 'abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'
    static class Name9 extends Greets {}

    abstract static class Greets {
        @Endpoint
        String hi() {
            return "";
        }
    }
}
