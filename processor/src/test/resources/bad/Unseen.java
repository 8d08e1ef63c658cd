package bad;

import bad.unseen.Base;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import java.util.stream.Stream;

@Chute(name = "unseen")
public class Unseen extends Base { // error: inherited, inherited from bad.unseen.Base: An endpoint names bad.unseen.Base.Mine
    @Endpoint
    Stream<Mine> mine() { // error: An endpoint names bad.unseen.Base.Mine, which cannot be seen in the chute's package: make it and what is around it public
        return Stream.of();
    }

    @Endpoint
    Open open(Open open) {
        return open;
    }
}
