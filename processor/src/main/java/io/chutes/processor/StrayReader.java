package io.chutes.processor;

import io.chutes.annotation.Batched;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Cpu;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Engine;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Job;
import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Passthrough;
import io.chutes.annotation.PathParam;
import io.chutes.annotation.QueryParam;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Secret;
import io.chutes.annotation.Template;
import io.chutes.annotation.Timeouts;
import io.chutes.annotation.Untagged;
import io.chutes.annotation.Warmup;
import io.chutes.annotation.Weights;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Finds annotations that would be silently without effect, because they are not where they belong. */
final class StrayReader {
    /** Every annotation that says something about a chute. */
    static final List<Class<? extends Annotation>> ANNOTATIONS = List.of(
            Chute.class,
            Gpu.class,
            Cpu.class,
            Scaling.class,
            Timeouts.class,
            Image.class,
            Template.class,
            Endpoint.class,
            Batched.class,
            Passthrough.class,
            Job.class,
            Engine.class,
            OnStartup.class,
            OnShutdown.class,
            Warmup.class,
            Weights.class,
            Secret.class,
            QueryParam.class,
            PathParam.class,
            Untagged.class);

    private static final Map<String, Class<? extends Annotation>> BY_NAME =
            ANNOTATIONS.stream().collect(Collectors.toUnmodifiableMap(Class::getCanonicalName, type -> type));

    private static final Set<Class<? extends Annotation>> ON_CHUTES =
            Set.of(Gpu.class, Cpu.class, Scaling.class, Timeouts.class, Image.class);
    private static final Set<Class<? extends Annotation>> IN_CHUTES = Set.of(
            Endpoint.class,
            Job.class,
            Engine.class,
            OnStartup.class,
            OnShutdown.class,
            Warmup.class,
            Weights.class,
            Secret.class);

    private final Elements elements;
    private final Types types;

    StrayReader(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    List<Problem> read(Set<? extends Element> annotated) {
        List<Problem> problems = new ArrayList<>();
        for (Element element : annotated) {
            for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
                Class<? extends Annotation> type = BY_NAME.get(TypeUse.name(mirror));
                if (type != null) {
                    objection(element, type)
                            .map(message -> "@" + type.getSimpleName() + " " + message)
                            .ifPresent(message -> problems.add(new Problem(message, element, mirror, null)));
                }
            }
        }
        return problems;
    }

    private Optional<String> objection(Element element, Class<? extends Annotation> type) {
        if (ON_CHUTES.contains(type)) {
            return isChute(element)
                    ? Optional.empty()
                    : Optional.of("has no effect on a class without @Chute: add @Chute, or remove it");
        } else if (IN_CHUTES.contains(type)) {
            return memberObjection(element);
        } else if (type == Template.class) {
            return element.getModifiers().contains(Modifier.ABSTRACT)
                    ? Optional.empty()
                    : Optional.of("is for a class that chutes extend: make %s abstract, or remove it"
                            .formatted(element.getSimpleName()));
        } else if (type == Untagged.class) {
            return element.getKind().isInterface() && element.getModifiers().contains(Modifier.SEALED)
                    ? Optional.empty()
                    : Optional.of("is for a sealed interface of records: make %s one, or remove it"
                            .formatted(element.getSimpleName()));
        } else if (type == Batched.class || type == Passthrough.class) {
            return isEndpoint(element)
                    ? Optional.empty()
                    : Optional.of("has no effect on a method without @Endpoint: add @Endpoint, or remove it");
        } else if (type == QueryParam.class || type == PathParam.class) {
            return isAnnotated(around(element), Endpoint.class) || isAnnotated(around(element), Job.class)
                    ? Optional.empty()
                    : Optional.of(
                            "has no effect on a parameter of a method without @Endpoint: add @Endpoint, or remove it");
        }
        return Optional.empty();
    }

    private Optional<String> memberObjection(Element member) {
        Element type = around(member);
        if (isChute(type)) {
            return Optional.empty();
        } else if (type.getKind().isInterface()) {
            return Optional.of("belongs on a method of a class, not of an interface");
        } else if (!type.getModifiers().contains(Modifier.ABSTRACT)) {
            return Optional.of(
                    "has no effect here: add @Chute to %1$s, or make %1$s abstract for chutes to extend, or remove it"
                            .formatted(type.getSimpleName()));
        }
        // An abstract class is for chutes to extend; its members are read with theirs.
        return member.getModifiers().contains(Modifier.PRIVATE)
                ? Optional.of("has no effect on a private member: make it visible")
                : Optional.empty();
    }

    private boolean isEndpoint(Element method) {
        return isAnnotated(method, Endpoint.class);
    }

    /** A method that has the annotation, or overrides one that has. */
    private boolean isAnnotated(Element method, Class<? extends Annotation> annotation) {
        return has(method, annotation)
                || (around(method) instanceof TypeElement type
                        && method instanceof ExecutableElement executable
                        && new Members(elements, types, type)
                                .find(executable, annotation)
                                .isPresent());
    }

    private static Element around(Element element) {
        return Objects.requireNonNull(element.getEnclosingElement(), "a member is in something");
    }

    private static boolean isChute(Element type) {
        return has(type, Chute.class);
    }

    private static boolean has(Element element, Class<? extends Annotation> type) {
        return WrittenAnnotation.isOn(element, type);
    }
}
