package io.chutes.processor;

import io.chutes.annotation.Secret;
import io.chutes.annotation.Weights;
import io.chutes.platform.manifest.Limits;
import io.chutes.platform.manifest.WeightsSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Reads the {@code @Weights} and {@code @Secret} fields of a chute. */
final class FieldReader {
    private final Elements elements;
    private final BodyTypes types;
    private final Members members;
    private final Complaints complaints;

    FieldReader(Elements elements, Types types, Members members, Complaints complaints) {
        this.elements = elements;
        this.types = new BodyTypes(types);
        this.members = members;
        this.complaints = complaints;
    }

    List<FieldModel> read() {
        List<FieldModel> fields = new ArrayList<>();
        for (VariableElement field : members.fields()) {
            String name = field.getSimpleName().toString();
            WrittenAnnotation.find(elements, field, Weights.class).ifPresent(annotation -> {
                check(field, annotation, Path.class);
                fields.add(new FieldModel.Weights(name, weights(name, complaints.settings(annotation))));
                checkNotHidden(field);
            });
            WrittenAnnotation.find(elements, field, Secret.class).ifPresent(annotation -> {
                check(field, annotation, String.class);
                fields.add(new FieldModel.Secret(name, secret(complaints.settings(annotation))));
                checkNotHidden(field);
            });
        }
        return fields;
    }

    /** What is set by its name is the field nearest to the chute. */
    private void checkNotHidden(VariableElement field) {
        members.fields().stream()
                .dropWhile(other -> !other.equals(field))
                .skip(1)
                .filter(nearer -> nearer.getSimpleName().equals(field.getSimpleName()))
                .findFirst()
                .ifPresent(nearer -> complaints.at(
                        field,
                        "%s has a field named %s too, which hides this one: rename one",
                        Objects.requireNonNull(nearer.getEnclosingElement()).getSimpleName(),
                        field.getSimpleName()));
    }

    private void check(VariableElement field, WrittenAnnotation annotation, Class<?> type) {
        if (!types.is(field.asType(), type)) {
            complaints.add(annotation.problem("@%s is for a field of type %s, this is %s"
                    .formatted(annotation.simpleName(), type.getName(), field.asType())));
        }
        for (Modifier modifier : List.of(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)) {
            if (field.getModifiers().contains(modifier)) {
                complaints.at(field, "A field that is set from outside must not be %s", modifier);
            }
        }
        if (!members.reach().holds(field)) {
            complaints.at(field, "A field inherited from another package must be public to be set");
        }
    }

    private static WeightsSpec weights(String field, Settings settings) {
        String repo = settings.written().text("repo");
        if (!Limits.WEIGHTS_REPO.matcher(repo).matches()) {
            settings.complain("repo", "repo must be hf://owner/repository, got '%s'", repo);
        }
        String revision = settings.written().text("revision");
        if (!Limits.WEIGHTS_REVISION.matcher(revision).matches()) {
            settings.complain(
                    "revision",
                    "revision must be a commit, 40 hexadecimal digits in lower case, since a branch or tag could change; got '%s'",
                    revision);
        }
        return new WeightsSpec(
                field,
                repo,
                revision,
                settings.texts("include", FieldReader::globObjection),
                settings.texts("exclude", FieldReader::globObjection));
    }

    private static Optional<String> globObjection(String glob) {
        return Limits.isWeightsGlob(glob)
                ? Optional.empty()
                : Optional.of(
                        "takes patterns of paths in the repository such as \"*.safetensors\", got '" + glob + "'");
    }

    private static String secret(Settings settings) {
        String name = settings.written().text("value");
        if (!Limits.isSecret(name)) {
            settings.complain(
                    "value",
                    "A secret's name is at most 64 upper-case letters, digits and underscores, a letter first and not CHUTES_…, PATH, JAVA_HOME or LANG; got '%s'",
                    name);
        }
        return name;
    }
}
