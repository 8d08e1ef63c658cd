package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

class PrivateChute {
    @Chute(name = "private")
    private static class Hidden { // error: Hidden must not be private: its routes are a class beside it
        @Endpoint
        String hi() {
            return "";
        }
    }

    private static class Around {
        @Chute(name = "private-around")
        static class Inside { // error: Around must not be private: its routes are a class beside it
            @Endpoint
            String hi() {
                return "";
            }
        }
    }
}
