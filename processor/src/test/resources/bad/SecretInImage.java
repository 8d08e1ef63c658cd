package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Image;
import io.chutes.annotation.Secret;

@Chute(name = "secret-in-image")
@Image(env = {"WORDS=en", "HF_TOKEN=none"}) // error: env sets HF_TOKEN, which @Secret sets too, to another value: remove one
class SecretInImage {
    @Secret("HF_TOKEN")
    String token;

    @Endpoint
    void hi() {}
}
