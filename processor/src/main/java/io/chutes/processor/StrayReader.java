package io.chutes.processor;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.util.Elements;

/** Finds annotations that would be silently without effect, because they are not on or in a chute. */
final class StrayReader {
    private static final List<Class<? extends Annotation>> SETTINGS = List.of(Gpu.class, Cpu.class, Image.class);

    private final Elements elements;

    StrayReader(Elements elements) {
        this.elements = elements;
    }

    List<Problem> read(RoundEnvironment round) {
        List<Problem> problems = new ArrayList<>();
        for (Class<? extends Annotation> setting : SETTINGS) {
            for (Element type : round.getElementsAnnotatedWith(setting)) {
                if (!isChute(type)) {
                    problems.add(
                            stray(type, setting, "has no effect on a class without @Chute: add @Chute, or remove it"));
                }
            }
        }
        for (Element method : round.getElementsAnnotatedWith(Endpoint.class)) {
            Element type = Objects.requireNonNull(method.getEnclosingElement(), "a method is in a class");
            if (isChute(type)) {
                continue;
            }
            // An abstract class is for chutes to extend; its endpoints are read with theirs.
            if (type.getKind().isInterface()) {
                problems.add(stray(method, Endpoint.class, "belongs on a method of a class, not of an interface"));
            } else if (!type.getModifiers().contains(Modifier.ABSTRACT)) {
                problems.add(stray(
                        method,
                        Endpoint.class,
                        "has no effect in a class without @Chute: add @Chute to %s, or remove it"
                                .formatted(type.getSimpleName())));
            } else if (method.getModifiers().contains(Modifier.PRIVATE)) {
                problems.add(stray(method, Endpoint.class, "has no effect on a private method: make it visible"));
            }
        }
        return problems;
    }

    private Problem stray(Element element, Class<? extends Annotation> type, String message) {
        WrittenAnnotation written =
                WrittenAnnotation.find(elements, element, type).orElseThrow();
        return written.problem("@" + type.getSimpleName() + " " + message);
    }

    private boolean isChute(Element type) {
        return WrittenAnnotation.find(elements, type, Chute.class).isPresent();
    }
}
