package io.chutes.processor;

import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;
import io.chutes.annotation.Template;
import io.chutes.annotation.TemplateOptions;
import io.chutes.platform.manifest.Durations;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.Range;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Holds a chute against the templates that it extends, and the options given to those against what each allows. */
final class TemplateReader {
    private final Elements elements;
    private final Types types;
    private final Complaints complaints;
    private final List<TypeElement> lineage;
    private final TypeElement chute;

    TemplateReader(Elements elements, Types types, Complaints complaints, Members members) {
        this.elements = elements;
        this.types = types;
        this.complaints = complaints;
        this.lineage = members.lineage();
        this.chute = lineage.getLast();
    }

    /** How many calls run at once in a chute that does not say: what the nearest template says that does. */
    int concurrency() {
        return nearest("concurrency")
                .map(template -> Math.toIntExact(template.number("concurrency")))
                .orElse(ScalingSpec.DEFAULT.concurrency());
    }

    /** How long things may take in a chute that does not say: what the nearest template says that does. */
    TimeoutsSpec timeouts() {
        TimeoutsSpec usual = TimeoutsSpec.DEFAULT;
        return new TimeoutsSpec(
                duration("startup", Limits.STARTUP, usual.startup()),
                duration("firstByte", new Range<>(Limits.FIRST_BYTE.least(), usual.total()), usual.firstByte()),
                usual.idle(),
                usual.total());
    }

    private Duration duration(String name, Range<Duration> range, Duration usual) {
        return nearest(name)
                .map(template -> template.text(name))
                .filter(text -> !text.isEmpty())
                .map(text -> {
                    Optional<Duration> duration = Durations.parse(text).filter(range::holds);
                    if (duration.isEmpty()) {
                        complaints.at(chute, "The %s of a template must be %s, got '%s'", name, range, text);
                    }
                    return duration.orElse(usual);
                })
                .orElse(usual);
    }

    private Optional<WrittenAnnotation> nearest(String name) {
        return lineage.reversed().stream()
                .flatMap(type -> WrittenAnnotation.find(elements, type, Template.class).stream())
                .filter(template -> template.isWritten(name))
                .findFirst();
    }

    void check(Hardware hardware, ImageSpec image, boolean hasWeights) {
        Map<Element, TypeElement> seen = new HashMap<>();
        for (TypeElement type : lineage) {
            WrittenAnnotation.find(elements, type, Template.class).ifPresent(template -> {
                checkGpus(type, template, hardware);
                checkImage(type, template, image);
                if (template.flag("weights") && !hasWeights) {
                    complaints.at(
                            chute,
                            "%s needs a model whose revision is pinned: add a field @Weights(repo = \"hf://…\", revision = \"…\") Path model",
                            name(type));
                }
            });
            for (AnnotationMirror mirror : type.getAnnotationMirrors()) {
                Element annotation = mirror.getAnnotationType().asElement();
                WrittenAnnotation.find(elements, annotation, TemplateOptions.class)
                        .ifPresent(options -> {
                            checkPlace(type, mirror, options, seen.put(annotation, type));
                            new OptionRules(elements, problem -> complaints.add(placed(type, problem)))
                                    .check(type, mirror);
                        });
            }
        }
    }

    private void checkGpus(TypeElement type, WrittenAnnotation template, Hardware hardware) {
        long least = template.number("minGpus");
        long most = template.number("maxGpus");
        switch (hardware) {
            case Hardware.Cpu _
            when least > 0 ->
                complaints.at(chute, "%s runs on GPUs: say by @Gpu which an instance needs, and how many", name(type));
            case Hardware.Cpu _ -> {}
            case Hardware.Gpu gpu
            when gpu.count() < least || gpu.count() > most ->
                WrittenAnnotation.find(elements, chute, Gpu.class)
                        .map(complaints::settings)
                        .ifPresent(settings -> settings.complain(
                                "count",
                                "count must be %d to %d, which is what %s makes use of; got %d",
                                least,
                                most,
                                name(type),
                                gpu.count()));
            case Hardware.Gpu _ -> {}
        }
    }

    private void checkImage(TypeElement type, WrittenAnnotation template, ImageSpec image) {
        String held = template.text("imageHolds");
        if (!held.isEmpty() && image.base() == null) {
            String message =
                    "%s needs %s in the image, which the runtime that a build makes has not: name one that has both by @Image(base = \"…@sha256:…\")"
                            .formatted(name(type), held);
            WrittenAnnotation.find(elements, chute, Image.class)
                    .ifPresentOrElse(
                            written -> complaints.add(written.problem("base", "%s", message)),
                            () -> complaints.at(chute, "%s", message));
        }
    }

    private void checkPlace(
            TypeElement type, AnnotationMirror mirror, WrittenAnnotation options, @Nullable TypeElement before) {
        var template = options.type("value");
        if (!types.isSubtype(types.erasure(chute.asType()), types.erasure(template))) {
            complaints.add(placed(
                    type,
                    new Problem(
                            "@%s has no effect on a class that does not extend %s: extend it, or remove this"
                                    .formatted(name(options.element()), name(types.asElement(template))),
                            type,
                            mirror,
                            null)));
        }
        if (before != null) {
            complaints.add(placed(
                    type,
                    new Problem(
                            "@%1$s stands on %2$s too, and what it says there would be lost: keep one of them"
                                    .formatted(name(options.element()), name(before)),
                            type,
                            mirror,
                            null)));
        }
    }

    /** What is wrong with a class that the chute extends is said of the chute: it may be compiled already. */
    private Problem placed(TypeElement type, Problem problem) {
        return type.equals(chute) ? problem : Problem.at(chute, "%s: %s", name(type), problem.message());
    }

    private static String name(Element element) {
        return element.getSimpleName().toString();
    }
}
