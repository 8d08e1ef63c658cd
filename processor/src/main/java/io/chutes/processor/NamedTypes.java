package io.chutes.processor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.processor.SchemaPart.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** The schemas of records, sealed interfaces and enums themselves, with what their comments say. */
final class NamedTypes {
    /** The property that says which record of a sealed interface an object is. */
    private static final String DISCRIMINATOR = "type";

    private final Elements elements;
    private final Consumer<String> complain;
    private final Function<TypeUse, ObjectNode> schemas;
    private final ForeignAnnotations foreign;
    private final UntaggedTypes untagged;

    /**
     * Of this compilation.
     *
     * @param schemas the schema of a use of another type
     */
    NamedTypes(Elements elements, Consumer<String> complain, Function<TypeUse, ObjectNode> schemas) {
        this.elements = elements;
        this.complain = complain;
        this.schemas = schemas;
        this.foreign = new ForeignAnnotations(complain);
        this.untagged = new UntaggedTypes(complain);
    }

    /** Of a record or a sealed interface. */
    ObjectNode schema(TypeElement element, DeclaredType type, TypeUse use) {
        foreign.check(element);
        if (element.getKind() != ElementKind.RECORD) {
            return choice(element, use);
        }
        TypeScope scope = TypeScope.of(element, type, use);
        return untagged.isComponent(element) ? component(element, scope) : record(element, scope);
    }

    SchemaPart enumeration(TypeElement element) {
        foreign.check(element);
        ObjectNode schema = described(element);
        ArrayNode constants = schema.put("type", "string").putArray("enum");
        element.getEnclosedElements().stream()
                .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                .forEach(constant -> constants.add(constant.getSimpleName().toString()));
        if (constants.isEmpty()) {
            complain.accept("%s has no constants, so that no value fits: add one".formatted(element.getSimpleName()));
        }
        return new SchemaPart(Kind.OTHER, schema);
    }

    private ObjectNode record(TypeElement element, TypeScope scope) {
        ObjectNode object = described(element).put("type", "object").put("additionalProperties", false);
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = object.putArray("required");
        boolean tagged = UntaggedTypes.isTagged(element);
        if (tagged) {
            properties
                    .putObject(DISCRIMINATOR)
                    .put("const", element.getSimpleName().toString());
            required.add(DISCRIMINATOR);
        }
        Map<String, String> texts = Javadoc.params(comment(element));
        for (RecordComponentElement component : element.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            if (name.equals(DISCRIMINATOR) && tagged) {
                complain.accept(
                        "%s.type must have another name: in JSON, type says which record of its sealed interface it is"
                                .formatted(element.getSimpleName()));
            }
            TypeUse use = TypeUse.component(element, component, scope).resolved();
            ObjectNode schema = schemas.apply(use);
            if (texts.containsKey(name)) {
                schema.put("description", texts.get(name));
            }
            properties.set(name, schema);
            if (!use.isNullable() && !isOptional(use.type())) {
                required.add(name);
            }
        }
        return object;
    }

    private ObjectNode choice(TypeElement element, TypeUse use) {
        ObjectNode choice = described(element);
        ArrayNode branches = choice.putArray("oneOf");
        ObjectNode mapping = SchemaPart.object();
        boolean tagged = !UntaggedTypes.isUntagged(element);
        for (TypeElement branch : branches(element)) {
            String name = branch.getSimpleName().toString();
            if (branch.getKind() != ElementKind.RECORD
                    || !branch.getTypeParameters().isEmpty()) {
                complain.accept(
                        "%s is no record without type parameters, so the sealed interface %s cannot be JSON (%s)"
                                .formatted(name, element.getSimpleName(), use.where()));
            } else if (tagged && mapping.has(name)) {
                complain.accept(
                        "Two records of the sealed interface %s have the name %s: rename one, as it is their type in JSON"
                                .formatted(element.getSimpleName(), name));
            } else {
                ObjectNode reference = schemas.apply(use.argument(branch.asType()));
                branches.add(reference);
                mapping.set(name, reference.get("$ref"));
            }
        }
        if (tagged) {
            choice.putObject("discriminator").put("propertyName", DISCRIMINATOR).set("mapping", mapping);
        }
        return choice;
    }

    /** All that a value may be, those of sealed interfaces inside it too. */
    private List<TypeElement> branches(TypeElement sealed) {
        List<TypeElement> branches = new ArrayList<>();
        for (TypeMirror permitted : sealed.getPermittedSubclasses()) {
            var branch = (TypeElement) ((DeclaredType) permitted).asElement();
            if (branch.getKind() == ElementKind.INTERFACE
                    && branch.getModifiers().contains(Modifier.SEALED)) {
                untagged.check(sealed, branch);
                branches(branch).stream()
                        .filter(inner -> !branches.contains(inner))
                        .forEach(branches::add);
            } else if (!branches.contains(branch)) {
                branches.add(branch);
            }
        }
        return branches;
    }

    /** Of a record that is its component in JSON. */
    private ObjectNode component(TypeElement element, TypeScope scope) {
        RecordComponentElement component = element.getRecordComponents().getFirst();
        ObjectNode schema = schemas.apply(TypeUse.component(element, component, scope));
        if (schema.path("anyOf").path(0) instanceof ObjectNode value) { // or null
            complain.accept(
                    "%1$s of an @Untagged interface cannot be without its %2$s: have what holds a %1$s be without"
                            .formatted(element.getSimpleName(), component.getSimpleName()));
            schema = value;
        }
        String text = Javadoc.firstSentence(comment(element));
        String said = text.isEmpty()
                ? Javadoc.params(comment(element))
                        .getOrDefault(component.getSimpleName().toString(), "")
                : text;
        return said.isEmpty() ? schema : schema.put("description", said);
    }

    private ObjectNode described(TypeElement element) {
        String text = Javadoc.firstSentence(comment(element));
        return text.isEmpty() ? SchemaPart.object() : SchemaPart.object().put("description", text);
    }

    /** Only source has comments: compiled classes have none. */
    private String comment(TypeElement element) {
        return Objects.requireNonNullElse(elements.getDocComment(element), "");
    }

    private static boolean isOptional(TypeMirror type) {
        return type instanceof DeclaredType declared
                && ((TypeElement) declared.asElement()).getQualifiedName().contentEquals("java.util.Optional");
    }
}
