package io.chutes.processor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.lang.model.element.AnnotationValue;

/** The settings of one annotation, each read within its range; what is outside is a problem at its value. */
record Settings(WrittenAnnotation written, Complaints complaints) {
    int number(String name, int least, int most) {
        int value = written.number(name);
        if (value < least || value > most) {
            complain(name, "%s must be %d to %d, got %d", name, least, most, value);
        }
        return value;
    }

    Duration duration(String name, String least, String most) {
        String text = written.text(name);
        Optional<Duration> duration = Durations.parse(text);
        if (duration.isEmpty()) {
            complain(name, "%s must be a duration such as \"500ms\", \"90s\" or \"1h30m\", got '%s'", name, text);
            return Duration.ZERO;
        }
        boolean fits = Durations.parse(least).orElseThrow().compareTo(duration.get()) <= 0
                && Durations.parse(most).orElseThrow().compareTo(duration.get()) >= 0;
        if (!fits) {
            complain(name, "%s must be %s to %s, got '%s'", name, least, most, text);
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
