package bad;

import io.chutes.annotation.Chute;

@Chute(name = "bad")
class NoEndpoint {} // error: needs at least one @Endpoint method
