package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

@Chute(name = "results")
class Results {
    @Endpoint
    int number() { // error: An endpoint returns a record, sealed interface, List, Set, Map, String, Media, Stream, Reply or void, got int: wrap it in a record
        return 1;
    }

    @Endpoint
    Optional<String> maybe() { // error: String, Media, Stream, Reply or void, got java.util.Optional<java.lang.String>: wrap it in a record
        return Optional.empty();
    }

    @Endpoint
    byte[] bytes() { // error: String, Media, Stream, Reply or void, got byte[]: wrap it in a record
        return new byte[0];
    }

    @Endpoint
    Object any() { // error: String, Media, Stream, Reply or void, got java.lang.Object: wrap it in a record
        return this;
    }

    @Endpoint
    @SuppressWarnings("rawtypes")
    Stream raw() { // error: A Stream must say of what, such as Stream<Token>
        return Stream.of();
    }

    @Endpoint
    @SuppressWarnings("rawtypes")
    List rawList() { // error: java.util.List cannot be JSON here (it)
        return List.of();
    }

    @Endpoint
    Stream<?> unknown() { // error: ? cannot be JSON here (it)
        return Stream.of();
    }

    @Endpoint
    List<Optional<String>> maybes() { // error: java.util.Optional<java.lang.String> cannot be JSON here (it)
        return List.of();
    }

    @Endpoint
    Map<Integer, String> numbered() { // error: java.util.Map<java.lang.Integer,java.lang.String> cannot be JSON here (it)
        return Map.of();
    }
}
