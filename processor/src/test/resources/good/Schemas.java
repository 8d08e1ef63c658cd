package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Every type that JSON can hold. */
@Chute(name = "schemas")
class Schemas {
    enum Color {
        RED,
        GREEN
    }

    record Primitives(boolean a, byte b, short c, int d, long e, float f, double g) {}

    record Boxes(Boolean a, Byte b, Short c, Integer d, Long e, Float f, Double g) {}

    record Values(String a, BigInteger b, BigDecimal c, UUID d, Instant e, Duration f, Color g) {}

    record Collections(
            List<String> list, Set<Color> set, Map<String, List<Values>> map, Optional<Primitives> maybe) {}

    record Tree(String label, List<Tree> children, Optional<Tree> twin) {}

    record Empty() {}

    interface Other {
        record Tree(int height) {}
    }

    record All(Primitives primitives, Boxes boxes, Collections collections, Tree tree, Other.Tree other) {}

    @Endpoint
    All all(All all) {
        return all;
    }

    @Endpoint
    Map<String, Optional2> grow(Tree tree) {
        return Map.of();
    }

    record Optional2(Optional<List<Optional2>> again) {}

    @Endpoint
    List<Color> colors(Empty none) {
        return List.of(Color.values());
    }
}
