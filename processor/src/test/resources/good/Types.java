package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.GpuModel;
import io.chutes.annotation.Image;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

@Chute(name = "types")
@Gpu(count = 2, minVramGb = 40, include = {GpuModel.H100, GpuModel.A100}, exclude = GpuModel.L4, maxHourlyPrice = "1.50")
@Image(base = "example.org:5000/java/runtime:25@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
class Types {
    enum Colour {
        RED,
        GREEN
    }

    record Tree(String label, List<Tree> children) {}

    record All(
            String text,
            boolean flag,
            byte tiny,
            short small,
            int whole,
            Long large,
            float real,
            Double precise,
            BigInteger huge,
            BigDecimal exact,
            UUID id,
            Instant at,
            Duration length,
            Colour colour,
            Set<String> tags,
            Map<String, List<Integer>> groups,
            Optional<String> note,
            Tree tree) {}

    @Endpoint
    All echo(All body) {
        return body;
    }
}
