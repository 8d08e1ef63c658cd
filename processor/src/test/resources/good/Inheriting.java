package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class Inheriting {
    record Text(String text) {}

    abstract static class Template {
        @Endpoint(path = "/kept")
        Text kept(Text body) {
            return body;
        }

        @Endpoint(path = "/replaced", summary = "Replaced below, still an endpoint")
        Text replaced(Text body) {
            return body;
        }
    }

    @Chute(name = "inheriting")
    static class Service extends Template {
        @Override
        Text replaced(Text body) {
            return new Text("replaced");
        }
    }
}
