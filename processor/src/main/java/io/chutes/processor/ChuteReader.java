package io.chutes.processor;

import com.palantir.javapoet.ClassName;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Image;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Reads a class annotated with {@code @Chute}, collecting every mistake in it. */
final class ChuteReader {
    private static final Pattern NAME = Pattern.compile("(?=.{3,63}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern IMAGE = Pattern.compile(
            "[a-zA-Z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?@sha256:[0-9a-f]{64}");
    private static final int MAX_TAGLINE = 1024;

    private final Elements elements;
    private final Types types;
    private final List<Problem> problems = new ArrayList<>();

    ChuteReader(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    Reading read(TypeElement type) {
        WrittenAnnotation chute =
                WrittenAnnotation.find(elements, type, Chute.class).orElseThrow();
        checkClass(type);
        checkName(chute);
        Hardware hardware = new HardwareReader(elements, problems).read(type);
        ImageSpec image = image(type);
        List<EndpointModel> endpoints = new EndpointReader(elements, types, type, problems).read();
        if (!problems.isEmpty()) {
            return new Reading.Invalid(problems);
        }
        var chuteClass = ClassName.get(type);
        var routesClass =
                ClassName.get(chuteClass.packageName(), String.join("_", chuteClass.simpleNames()) + "Routes");
        var manifest = new Manifest(
                Manifest.SCHEMA,
                chute.text("name"),
                chuteClass.reflectionName(),
                routesClass.reflectionName(),
                chute.text("tagline"),
                chute.text("readme"),
                hardware,
                ScalingSpec.DEFAULT,
                TimeoutsSpec.DEFAULT,
                image,
                endpoints.stream().map(EndpointModel::spec).toList(),
                List.of(),
                List.of(),
                List.of(),
                SdkVersion.current());
        return new Reading.Valid(new ChuteModel(
                chuteClass, routesClass, type.getModifiers().contains(Modifier.PUBLIC), manifest, endpoints));
    }

    private void checkClass(TypeElement type) {
        if (type.getKind() != ElementKind.CLASS) {
            problems.add(Problem.at(type, "A chute must be a class, this is %s", kind(type)));
            return;
        }
        for (Element around = type; around instanceof TypeElement; around = around.getEnclosingElement()) {
            if (around.getModifiers().contains(Modifier.PRIVATE)) {
                problems.add(Problem.at(
                        type, "%s must not be private: its routes are a class beside it", around.getSimpleName()));
            }
        }
        Set<Modifier> modifiers = type.getModifiers();
        if (modifiers.contains(Modifier.ABSTRACT)) {
            problems.add(Problem.at(type, "A chute must not be abstract: the runtime makes an object of it"));
        } else if (!modifiers.contains(Modifier.PRIVATE)) {
            checkConstructor(type);
        }
        if (type.getNestingKind() == NestingKind.MEMBER && !modifiers.contains(Modifier.STATIC)) {
            problems.add(Problem.at(type, "A chute inside another class must be static"));
        }
        if (!type.getTypeParameters().isEmpty()) {
            problems.add(Problem.at(type, "A chute must not have type parameters: nothing says what they would be"));
        }
    }

    private void checkConstructor(TypeElement type) {
        List<ExecutableElement> usable = ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                .filter(constructor -> constructor.getParameters().isEmpty())
                .filter(constructor -> !constructor.getModifiers().contains(Modifier.PRIVATE))
                .toList();
        if (usable.isEmpty()) {
            problems.add(Problem.at(type, "A chute needs a constructor without parameters that is not private"));
        } else if (!usable.getFirst().getThrownTypes().isEmpty()) {
            problems.add(Problem.at(
                    usable.getFirst(),
                    "The constructor of a chute must not declare exceptions, it declares %s",
                    usable.getFirst().getThrownTypes()));
        }
    }

    private void checkName(WrittenAnnotation chute) {
        String name = chute.text("name");
        if (!NAME.matcher(name).matches()) {
            problems.add(chute.problem(
                    "name",
                    "A chute's name is 3 to 63 lower-case letters, digits and single hyphens, a letter first and no hyphen last; got '%s'",
                    name));
        }
        int length = chute.text("tagline").length();
        if (length > MAX_TAGLINE) {
            problems.add(
                    chute.problem("tagline", "tagline must have at most %d characters, got %d", MAX_TAGLINE, length));
        }
    }

    private ImageSpec image(TypeElement type) {
        return WrittenAnnotation.find(elements, type, Image.class)
                .map(written -> {
                    String base = written.text("base");
                    if (!base.isEmpty() && !IMAGE.matcher(base).matches()) {
                        problems.add(written.problem(
                                "base",
                                "base must be pinned by digest, as registry/repository@sha256:<64 hex>; got '%s'",
                                base));
                    }
                    return ImageSpec.DEFAULT.on(base.isEmpty() ? null : base);
                })
                .orElse(ImageSpec.DEFAULT);
    }

    private static String kind(TypeElement type) {
        return switch (type.getKind()) {
            case INTERFACE -> "an interface";
            case ENUM -> "an enum";
            case ANNOTATION_TYPE -> "an annotation";
            case RECORD -> "a record";
            default -> type.getKind().toString();
        };
    }
}
