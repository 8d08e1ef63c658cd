package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Image;
@Chute(name = "bad")
@Image(base = "example/java:25") // error: base must be pinned by digest
class ImageWithoutDigest {
    @Endpoint(path = "/hi")
    String hi() {
        return "hi";
    }
}
