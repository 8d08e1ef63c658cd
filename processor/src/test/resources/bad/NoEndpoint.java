package bad;

import io.chutes.annotation.Chute;

@Chute(name = "empty")
class NoEndpoint { // error: A chute needs at least one @Endpoint or @Job method: nothing of it could be called
    String hi() {
        return "";
    }
}
