package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "taken")
class RoutesTaken { // error: The routes of this chute would be the class RoutesTakenRoutes, which exists: rename one
    @Endpoint
    String hi() {
        return "";
    }
}

class RoutesTakenRoutes {}
