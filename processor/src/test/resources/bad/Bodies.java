package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.HttpMethod;
import io.chutes.annotation.Media;
import java.util.List;
import java.util.Map;

@Chute(name = "bodies")
class Bodies {
    record In(int a) {}

    @Endpoint
    void number(int number) {} // error: String, byte[] or Upload (or take Call), got int: wrap it in a record

    @Endpoint
    void lists(List<List<In>> lists) {} // error: got java.util.List<java.util.List<bad.Bodies.In>>: wrap it in a record

    @Endpoint
    void numbered(Map<Integer, In> numbered) {} // error: got java.util.Map<java.lang.Integer,bad.Bodies.In>: wrap it in a record

    @Endpoint
    void anything(Object anything) {} // error: got java.lang.Object: wrap it in a record

    @Endpoint
    void open(Open open) {} // error: got bad.Bodies.Open: wrap it in a record

    interface Open {}

    @Endpoint
    void media(Media media) {} // error: got io.chutes.annotation.Media: wrap it in a record

    @Endpoint
    void two(
            In first,
            In second) {} // error: A method takes one body; put second and the other into one record

    @Endpoint(method = HttpMethod.GET)
    void get(In in) {} // error: A GET endpoint takes no body: use POST, make it a @QueryParam, or remove in

    @Endpoint(method = HttpMethod.DELETE)
    void delete(In in) {} // error: A DELETE endpoint takes no body: use POST, make it a @QueryParam, or remove in
}
