package io.chutes.processor;

import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.AnnotationValue;

/** The settings of one annotation, each read within its range; what is outside is a problem at its value. */
record Settings(WrittenAnnotation written, Complaints complaints) {
    int number(String name, Range<Integer> range) {
        int value = Math.toIntExact(written.number(name));
        if (!range.holds(value)) {
            complain(name, "%s must be %s, got %d", name, range, value);
        }
        return value;
    }

    Duration duration(String name, Range<Duration> range) {
        String text = written.text(name);
        Optional<Duration> duration = Durations.parse(text);
        if (duration.isEmpty()) {
            complain(name, "%s must be a duration such as \"500ms\", \"90s\" or \"1h30m\", got '%s'", name, text);
            return Duration.ZERO;
        }
        if (!range.holds(duration.get())) {
            complain(name, "%s must be %s, got '%s'", name, range, text);
        }
        return duration.get();
    }

    /** The texts of an array that a rule has no objection to; an objection names what is wrong and how to mend it. */
    List<String> texts(String name, Function<String, Optional<String>> objection) {
        List<String> texts = new ArrayList<>();
        for (AnnotationValue item : written.items(name)) {
            String text = (String) item.getValue();
            objection
                    .apply(text)
                    .ifPresentOrElse(
                            message -> complaints.add(
                                    new Problem(name + " " + message, written.element(), written.mirror(), item)),
                            () -> texts.add(text));
        }
        return texts;
    }

    void complain(String name, String message, Object... arguments) {
        complaints.add(written.problem(name, message, arguments));
    }
}
