package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.PathParam;

@Chute(name = "passthrough")
class PassthroughShapes {
    @Endpoint
    @Passthrough(port = 80) // error: port must be 1024 to 65535, got 80
    void low() {}

    @Endpoint
    @Passthrough(port = 8000) // error: Port 8000 is the chute's own: its calls would come back to it
    void own() {}

    @Endpoint
    @Passthrough(port = 9000, path = "v1/chat") // error: path must begin with a slash and have no query, got 'v1/chat'
    void path() {}

    @Endpoint
    @Passthrough(port = 9000)
    String answers() { // error: A passthrough endpoint is void answers(): the other server takes the request and gives the answer
        return "";
    }

    @Endpoint(path = "/a/{x}") // error: No parameter of named takes {x}: add @PathParam("x")
    @Passthrough(port = 9000)
    void named() {}

    @Endpoint(contentType = "text/html") // error: A passthrough endpoint answers what the other server does: remove contentType
    @Passthrough(port = 9000)
    void typed() {}
}
