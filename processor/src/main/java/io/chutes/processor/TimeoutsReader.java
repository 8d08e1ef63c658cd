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
        Duration total = settings.duration("total", Limits.TOTAL);
        return new TimeoutsSpec(
                settings.written().isWritten("startup")
                        ? settings.duration("startup", Limits.STARTUP)
                        : usual.startup(),
                within(total, settings, "firstByte", Limits.FIRST_BYTE, usual.firstByte()),
                within(total, settings, "idle", Limits.IDLE, usual.idle()),
                total);
    }

    /** A part of the total; what is not written is as usual, or the total where that is shorter. */
    private static Duration within(
            Duration total, Settings settings, String name, Range<Duration> range, Duration usual) {
        if (!settings.written().isWritten(name)) {
            return usual.compareTo(total) < 0 ? usual : total;
        }
        Duration part = settings.duration(name, range);
        if (part.compareTo(total) > 0 && !total.isZero()) {
            settings.complain(
                    name,
                    "%s is %s, longer than total, which is %s",
                    name,
                    settings.written().text(name),
                    settings.written().text("total"));
        }
        return part;
    }
}
