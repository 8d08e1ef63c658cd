package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import java.util.List;

@Chute(name = "bodies")
class Bodies {
    record In(int a) {}

    @Endpoint
    void text(String text) {} // error: A body must be a record (or take Call), got java.lang.String: wrap it in one

    @Endpoint
    void number(int number) {} // error: A body must be a record (or take Call), got int: wrap it in one

    @Endpoint
    void list(List<In> list) {} // error: A body must be a record (or take Call), got java.util.List<bad.Bodies.In>: wrap it in one

    @Endpoint
    void two(
            In first,
            In second) {} // error: An endpoint takes one body; put second and the other into one record

    @Endpoint(method = HttpMethod.GET)
    void get(In in) {} // error: A GET endpoint takes no body: use POST, or remove in
}
