package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import java.util.List;

@Chute(name = "choices")
class Choices {
    sealed interface Plain permits Ordinary {}

    static final class Ordinary implements Plain {}

    sealed interface Typed permits HasType {}

    record HasType(String type) implements Typed {}

    sealed interface Twice permits A.Same, B.Same {}

    static final class A {
        record Same(int a) implements Twice {}
    }

    static final class B {
        record Same(int b) implements Twice {}
    }

    sealed interface Generic<T> permits Of {}

    record Of<T>(T value) implements Generic<T> {}

    record Hidden(List<Secret> secrets) {}

    private record Secret(String text) {}

    @Endpoint
    void plain(Plain in) {} // error: Ordinary is no record without type parameters, so the sealed interface Plain cannot be JSON (it)

    @Endpoint
    void typed(Typed in) {} // error: HasType.type must have another name: in JSON, type says which record of its sealed interface it is

    @Endpoint
    void twice(Twice in) {} // error: Two records of the sealed interface Twice have the name Same: rename one

    @Endpoint
    List<Generic<String>> generic() { // error: bad.Choices.Generic<java.lang.String> cannot be JSON here (it)
        return List.of();
    }

    @Endpoint
    void hidden(Hidden in) {} // error: Secret is private, and the runtime must read and write it
}
