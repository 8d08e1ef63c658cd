package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Image;

@Chute(name = "image")
@Image(base = "eclipse-temurin:25-jre") // error: base must be pinned by digest, as registry/repository@sha256:<64 hex>; got 'eclipse-temurin:25-jre'
class UnpinnedImage {
    @Endpoint
    String hi() {
        return "";
    }
}
