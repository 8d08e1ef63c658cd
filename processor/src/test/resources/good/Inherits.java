package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.PathParam;

/** Endpoints of an abstract superclass: inherited as they are, overridden without the annotation, typed by the subclass. */
class Inherits {
    record Pair(int a, int b) {}

    record Sum(int sum) {}

    @Chute(name = "inherits")
    static class Adder extends Base<Pair, Sum> {
        @Override
        Pair overridden(Pair pair) {
            return pair;
        }

        @Override
        Sum typed(Pair pair) {
            return new Sum(pair.a() + pair.b());
        }

        @Override
        String item(@PathParam("id") String id) {
            return id;
        }

        @Override
        @Endpoint(path = "/moved-here")
        String moved() {
            return "";
        }
    }

    abstract static class Base<I, O> {
        @Endpoint(path = "/inherited")
        Pair inherited(Pair pair) {
            return pair;
        }

        @Endpoint(path = "/inherited-typed")
        I inheritedTyped(I in) {
            return in;
        }

        @Endpoint(path = "/overridden")
        Pair overridden(Pair pair) {
            return new Pair(pair.b(), pair.a());
        }

        @Endpoint(path = "/typed")
        abstract O typed(I in);

        @Endpoint(path = "/items/{id}")
        abstract String item(String id);

        @Endpoint(path = "/moved")
        abstract String moved();
    }
}
