package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Image;

@Chute(name = "image")
@Image(
        base = "registry.example.com/team/java@sha256:0123456789abcdef") // error: base must be pinned by digest
class ShortDigest {
    @Endpoint
    String hi() {
        return "";
    }
}
