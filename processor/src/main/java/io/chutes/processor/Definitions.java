package io.chutes.processor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.processor.SchemaPart.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** The records and sealed interfaces of one document, each under a name of its own in {@code $defs}. */
final class Definitions {
    /** The property that says which record of a sealed interface an object is. */
    private static final String DISCRIMINATOR = "type";

    private static final int MAX_NAME = 200;

    private final Consumer<String> complain;
    private final Function<TypeUse, ObjectNode> schemas;
    private final Elements elements;
    private final ForeignAnnotations foreign;
    private final Map<String, ObjectNode> byName = new TreeMap<>();
    private final Map<String, String> names = new HashMap<>();

    Definitions(Elements elements, Consumer<String> complain, Function<TypeUse, ObjectNode> schemas) {
        this.complain = complain;
        this.schemas = schemas;
        this.elements = elements;
        this.foreign = new ForeignAnnotations(complain);
    }

    void writeTo(ObjectNode document) {
        if (!byName.isEmpty()) {
            document.set("$defs", SchemaPart.object().setAll(byName));
        }
    }

    SchemaPart enumeration(TypeElement element) {
        foreign.check(element);
        ObjectNode schema = described(element);
        ArrayNode constants = schema.put("type", "string").putArray("enum");
        element.getEnclosedElements().stream()
                .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                .forEach(constant -> constants.add(constant.getSimpleName().toString()));
        return new SchemaPart(Kind.OTHER, schema);
    }

    SchemaPart reference(TypeElement element, DeclaredType type, TypeUse use) {
        String key = element.getQualifiedName() + use.scope().texts(type.getTypeArguments());
        String name = names.get(key);
        if (name == null && key.length() > MAX_NAME * 5) {
            complain.accept("%s refers to itself with ever more type arguments (%s): name the type it needs"
                    .formatted(element.getSimpleName(), use.where()));
            return new SchemaPart(Kind.OTHER, SchemaPart.object());
        }
        if (name == null) {
            name = newName(element, type, use.scope());
            names.put(key, name);
            byName.put(name, SchemaPart.object());
            checkVisible(element);
            foreign.check(element);
            byName.put(
                    name,
                    element.getKind() == ElementKind.RECORD
                            ? record(element, TypeScope.of(element, type, use))
                            : choice(element, use));
        }
        return new SchemaPart(Kind.OTHER, reference(name));
    }

    private static ObjectNode reference(String name) {
        return SchemaPart.object().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode record(TypeElement element, TypeScope scope) {
        ObjectNode object = described(element).put("type", "object").put("additionalProperties", false);
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = object.putArray("required");
        if (isBranch(element)) {
            properties
                    .putObject(DISCRIMINATOR)
                    .put("const", element.getSimpleName().toString());
            required.add(DISCRIMINATOR);
        }
        Map<String, String> texts = Javadoc.params(comment(element));
        for (RecordComponentElement component : element.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            if (name.equals(DISCRIMINATOR) && isBranch(element)) {
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
        ObjectNode discriminator = choice.putObject("discriminator").put("propertyName", DISCRIMINATOR);
        ObjectNode mapping = discriminator.putObject("mapping");
        for (TypeElement branch : branches(element)) {
            String name = branch.getSimpleName().toString();
            if (branch.getKind() != ElementKind.RECORD
                    || !branch.getTypeParameters().isEmpty()) {
                complain.accept(
                        "%s is no record without type parameters, so the sealed interface %s cannot be JSON (%s)"
                                .formatted(name, element.getSimpleName(), use.where()));
            } else if (mapping.has(name)) {
                complain.accept(
                        "Two records of the sealed interface %s have the name %s: rename one, as it is their type in JSON"
                                .formatted(element.getSimpleName(), name));
            } else {
                ObjectNode reference =
                        reference(branch, (DeclaredType) branch.asType(), use).schema();
                branches.add(reference);
                mapping.set(name, reference.get("$ref"));
            }
        }
        return choice;
    }

    /** All that a value may be, those of sealed interfaces inside it too. */
    private static List<TypeElement> branches(TypeElement sealed) {
        List<TypeElement> branches = new ArrayList<>();
        for (TypeMirror permitted : sealed.getPermittedSubclasses()) {
            var branch = (TypeElement) ((DeclaredType) permitted).asElement();
            if (branch.getKind() == ElementKind.INTERFACE
                    && branch.getModifiers().contains(Modifier.SEALED)) {
                branches(branch).stream()
                        .filter(inner -> !branches.contains(inner))
                        .forEach(branches::add);
            } else if (!branches.contains(branch)) {
                branches.add(branch);
            }
        }
        return branches;
    }

    /** A record that a sealed interface permits says so wherever it stands: the same in a list as alone. */
    private static boolean isBranch(TypeElement element) {
        return element.getInterfaces().stream()
                .map(type -> ((DeclaredType) type).asElement())
                .anyMatch(type -> type.getModifiers().contains(Modifier.SEALED));
    }

    private ObjectNode described(TypeElement element) {
        String text = Javadoc.firstSentence(comment(element));
        return text.isEmpty() ? SchemaPart.object() : SchemaPart.object().put("description", text);
    }

    /** Only source has comments: compiled classes have none. */
    private String comment(TypeElement element) {
        return Objects.requireNonNullElse(elements.getDocComment(element), "");
    }

    private void checkVisible(TypeElement element) {
        for (Element around = element; around instanceof TypeElement; around = around.getEnclosingElement()) {
            if (around.getModifiers().contains(Modifier.PRIVATE)) {
                complain.accept("%s is private, and the runtime must read and write it: make it visible in its package"
                        .formatted(around.getSimpleName()));
            }
        }
    }

    /** A name of letters, digits, '_', '.' and '-', which needs no escapes in a reference. */
    private String newName(TypeElement element, DeclaredType type, TypeScope scope) {
        String simple = plain(element.getSimpleName() + shortened(type, scope));
        String name = names.containsValue(simple) ? plain(element.getQualifiedName() + shortened(type, scope)) : simple;
        String free = name;
        for (int i = 2; names.containsValue(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static String shortened(DeclaredType type, TypeScope scope) {
        if (type.getTypeArguments().isEmpty()) {
            return "";
        }
        String arguments = scope.texts(type.getTypeArguments())
                .replaceAll("@[\\w.]+(\\([^)]*\\))? ", "")
                .replaceAll("[\\w.]+\\.", "")
                .replaceAll("[<,]", "_")
                .replace(">", "");
        return arguments.length() <= MAX_NAME ? arguments : arguments.substring(0, MAX_NAME);
    }

    private static String plain(String name) {
        return name.replaceAll("[^A-Za-z0-9_.-]", "_");
    }

    private static boolean isOptional(TypeMirror type) {
        return type instanceof DeclaredType declared
                && ((TypeElement) declared.asElement()).getQualifiedName().contentEquals("java.util.Optional");
    }
}
