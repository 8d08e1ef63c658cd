package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;

@Chute(name = "interface")
interface InterfaceChute { // error: A chute must be a class, this is an interface
    @Endpoint
    String hi(); // error: An endpoint must have a body
}
