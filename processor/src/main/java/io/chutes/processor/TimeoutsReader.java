package io.chutes.processor;

import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.Range;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code @Timeouts}. */
final class TimeoutsReader {
    private TimeoutsReader() {}

    /**
     * What a chute says.
     *
     * @param usual what counts for one that does not
     */
    static TimeoutsSpec read(Optional<Settings> written, TimeoutsSpec usual) {
        return written.map(settings -> read(settings, usual)).orElse(usual);
    }

    private static TimeoutsSpec read(Settings settings, TimeoutsSpec usual) {
        var timeouts = new TimeoutsSpec(
                read(settings, "startup", Limits.STARTUP, usual.startup()),
                read(settings, "firstByte", Limits.FIRST_BYTE, usual.firstByte()),
                settings.duration("idle", Limits.IDLE),
                settings.duration("total", Limits.TOTAL));
        checkWithinTotal(settings, "firstByte", timeouts.firstByte(), timeouts.total());
        checkWithinTotal(settings, "idle", timeouts.idle(), timeouts.total());
        return timeouts;
    }

    private static Duration read(Settings settings, String name, Range<Duration> range, Duration usual) {
        return settings.written().isWritten(name) ? settings.duration(name, range) : usual;
    }

    private static void checkWithinTotal(Settings settings, String name, Duration part, Duration total) {
        if (part.compareTo(total) > 0 && !total.isZero()) {
            String at = settings.written().isWritten(name) ? name : "total";
            settings.complain(
                    at,
                    "%s is %s, longer than total, which is %s",
                    name,
                    settings.written().isWritten(name) ? settings.written().text(name) : part.toSeconds() + "s",
                    settings.written().text("total"));
        }
    }
}
