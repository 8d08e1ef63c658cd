package io.chutes.processor;

import com.palantir.javapoet.ClassName;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Image;
import io.chutes.annotation.Scaling;
import io.chutes.annotation.Timeouts;
import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import io.chutes.platform.manifest.WeightsSpec;
import java.lang.annotation.Annotation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Reads a class annotated with {@code @Chute}, collecting every mistake in it. */
final class ChuteReader {
    /** What generated code names of {@code java.lang}. */
    private static final Set<String> JAVA_LANG = Set.of(
            "Override",
            "SuppressWarnings",
            "String",
            "Void",
            "Boolean",
            "Byte",
            "Short",
            "Integer",
            "Long",
            "Float",
            "Double");

    private final Elements elements;
    private final Types types;
    private final Complaints complaints;

    ChuteReader(Elements elements, Types types, Complaints complaints) {
        this.elements = elements;
        this.types = types;
        this.complaints = complaints;
    }

    Reading read(TypeElement type) {
        WrittenAnnotation chute =
                WrittenAnnotation.find(elements, type, Chute.class).orElseThrow();
        new ClassRules(complaints).check(type);
        checkChute(complaints.settings(chute));
        Hardware hardware = new HardwareReader(elements, complaints).read(type);
        var members = new Members(elements, types, type);
        var templates = new TemplateReader(elements, types, complaints, members);
        ScalingSpec scaling = ScalingReader.read(settings(type, Scaling.class), templates.concurrency());
        TimeoutsSpec timeouts = TimeoutsReader.read(settings(type, Timeouts.class), templates.timeouts());
        ImageSpec image = settings(type, Image.class).map(ImageReader::read).orElse(ImageSpec.DEFAULT);
        List<FieldModel> fields = new FieldReader(elements, types, members, complaints).read();
        templates.check(hardware, image, fields.stream().anyMatch(FieldModel.Weights.class::isInstance));
        List<EndpointModel> endpoints = new EndpointReader(elements, types, members, complaints, scaling).read();
        List<EngineModel> engines = new EngineReader(types, members, complaints, timeouts).read(endpoints);
        List<JobModel> jobs = new JobReader(elements, types, members, complaints).read();
        List<HookModel> hooks = new HookReader(types, members, complaints).read();
        checkSecrets(type, secrets(fields), image);
        if (endpoints.isEmpty() && jobs.isEmpty()) {
            complaints.at(type, "A chute needs at least one @Endpoint or @Job method: nothing of it could be called");
        }
        if (!complaints.all().isEmpty()) {
            return new Reading.Invalid(complaints.all());
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
                scaling,
                timeouts,
                image,
                endpoints.stream().map(EndpointModel::spec).toList(),
                engines.stream().map(EngineModel::spec).toList(),
                jobs.stream().map(JobModel::spec).toList(),
                weights(fields),
                secrets(fields),
                SdkVersion.current());
        boolean isPublic = type.getModifiers().contains(Modifier.PUBLIC);
        return new Reading.Valid(new ChuteModel(
                chuteClass,
                routesClass,
                isPublic,
                members.reach().isDeprecated(),
                hidesJavaLang(type),
                manifest,
                endpoints,
                jobs,
                engines,
                hooks,
                fields));
    }

    /** Each becomes a variable of the instance, in place of one of the image. */
    private void checkSecrets(TypeElement type, List<String> secrets, ImageSpec image) {
        if (secrets.size() > Limits.MOST_SECRETS) {
            complaints.at(type, "A chute has at most %d secrets, this one has %d", Limits.MOST_SECRETS, secrets.size());
        }
        secrets.stream().filter(name -> image.env().containsKey(name)).forEach(name -> settings(type, Image.class)
                .ifPresent(settings -> settings.complain(
                        "env", "env sets %s, which @Secret sets too, to another value: remove one", name)));
    }

    /** By name, as to list a package would have javac read all of it. */
    private boolean hidesJavaLang(TypeElement type) {
        String own = elements.getPackageOf(type).getQualifiedName().toString();
        String prefix = own.isEmpty() ? "" : own + ".";
        return JAVA_LANG.stream().anyMatch(name -> elements.getTypeElement(prefix + name) != null);
    }

    private Optional<Settings> settings(TypeElement type, Class<? extends Annotation> annotation) {
        return WrittenAnnotation.find(elements, type, annotation).map(complaints::settings);
    }

    private static List<WeightsSpec> weights(List<FieldModel> fields) {
        return fields.stream()
                .filter(FieldModel.Weights.class::isInstance)
                .map(field -> ((FieldModel.Weights) field).spec())
                .sorted(Comparator.comparing(WeightsSpec::field))
                .toList();
    }

    private static List<String> secrets(List<FieldModel> fields) {
        return fields.stream()
                .filter(FieldModel.Secret.class::isInstance)
                .map(field -> ((FieldModel.Secret) field).name())
                .distinct()
                .sorted()
                .toList();
    }

    private static void checkChute(Settings chute) {
        String name = chute.written().text("name");
        if (!Limits.NAME.matcher(name).matches()) {
            chute.complain(
                    "name",
                    "A chute's name is 3 to 63 lower-case letters, digits and single hyphens, a letter first and no hyphen last; got '%s'",
                    name);
        }
        int length = chute.written().text("tagline").length();
        if (length > Limits.LONGEST_TAGLINE) {
            chute.complain(
                    "tagline", "tagline must have at most %d characters, got %d", Limits.LONGEST_TAGLINE, length);
        }
        String readme = chute.written().text("readme");
        if (!readme.isEmpty()) {
            ProjectPath.objection(readme).ifPresent(message -> chute.complain("readme", "readme %s", message));
        }
    }
}
