package bad.unseen;

import io.chutes.annotation.Endpoint;

public abstract class Base {
    protected record Mine(int a) {
        public Mine {}
    }

    public record Open(Hidden hidden) {}

    record Hidden(int a) {}

    @Endpoint
    public void inherited(Mine mine) {}
}
