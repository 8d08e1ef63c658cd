package io.chutes.processor;

import com.palantir.javapoet.CodeBlock;
import java.time.Duration;

/** Durations as a person would type them. */
final class DurationCode {
    private DurationCode() {}

    static CodeBlock of(Duration duration) {
        if (duration.isZero()) {
            return CodeBlock.of("$T.ZERO", Duration.class);
        } else if (duration.toMillisPart() != 0) {
            return CodeBlock.of("$T.ofMillis($L)", Duration.class, duration.toMillis());
        } else if (duration.toSecondsPart() != 0) {
            return CodeBlock.of("$T.ofSeconds($L)", Duration.class, duration.toSeconds());
        } else if (duration.toMinutesPart() != 0) {
            return CodeBlock.of("$T.ofMinutes($L)", Duration.class, duration.toMinutes());
        }
        return duration.toHoursPart() != 0
                ? CodeBlock.of("$T.ofHours($L)", Duration.class, duration.toHours())
                : CodeBlock.of("$T.ofDays($L)", Duration.class, duration.toDays());
    }
}
