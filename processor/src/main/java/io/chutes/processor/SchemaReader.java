package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** The JSON Schema (2020-12) of a Java type: each record once, under {@code $defs}, so that types may refer to themselves. */
final class SchemaReader {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, List<String>> SCALARS = Map.ofEntries(
            Map.entry("java.lang.String", List.of("string")),
            Map.entry("java.lang.Boolean", List.of("boolean")),
            Map.entry("java.lang.Byte", List.of("integer", "int8")),
            Map.entry("java.lang.Short", List.of("integer", "int16")),
            Map.entry("java.lang.Integer", List.of("integer", "int32")),
            Map.entry("java.lang.Long", List.of("integer", "int64")),
            Map.entry("java.lang.Float", List.of("number", "float")),
            Map.entry("java.lang.Double", List.of("number", "double")),
            Map.entry("java.math.BigInteger", List.of("integer")),
            Map.entry("java.math.BigDecimal", List.of("number")),
            Map.entry("java.util.UUID", List.of("string", "uuid")),
            Map.entry("java.time.Instant", List.of("string", "date-time")),
            Map.entry("java.time.Duration", List.of("string", "duration")));

    private final Elements elements;
    private final Types types;
    private final Consumer<String> complain;
    private final Map<String, ObjectNode> definitions = new TreeMap<>();
    private final Map<TypeElement, String> names = new HashMap<>();

    SchemaReader(Elements elements, Types types, Consumer<String> complain) {
        this.elements = elements;
        this.types = types;
        this.complain = complain;
    }

    /** A whole document; complaints about types that have no schema go to the constructor's consumer. */
    JsonNode read(TypeMirror type) {
        definitions.clear();
        names.clear();
        ObjectNode document = JSON.objectNode().put("$schema", DIALECT);
        document.setAll(schema(type, "it"));
        if (!definitions.isEmpty()) {
            document.set("$defs", JSON.objectNode().setAll(definitions));
        }
        return document;
    }

    private ObjectNode schema(TypeMirror type, String where) {
        if (type.getKind().isPrimitive() && type.getKind() != TypeKind.CHAR) {
            return scalar(types.boxedClass(types.getPrimitiveType(type.getKind()))
                    .getQualifiedName()
                    .toString());
        }
        if (type.getKind() != TypeKind.DECLARED) {
            return unsupported(type, where);
        }
        var declared = (DeclaredType) type;
        var element = (TypeElement) declared.asElement();
        String name = element.getQualifiedName().toString();
        if (SCALARS.containsKey(name)) {
            return scalar(name);
        }
        if (element.getKind() == ElementKind.ENUM) {
            return enumeration(element);
        }
        if (element.getKind() == ElementKind.RECORD) {
            return reference(element, where);
        }
        return declared.getTypeArguments().isEmpty() ? unsupported(type, where) : collection(declared, name, where);
    }

    private ObjectNode collection(DeclaredType type, String name, String where) {
        List<? extends TypeMirror> arguments = type.getTypeArguments();
        return switch (name) {
            case "java.util.List" -> array(schema(arguments.getFirst(), where));
            case "java.util.Set" -> array(schema(arguments.getFirst(), where)).put("uniqueItems", true);
            case "java.util.Map" ->
                isText(arguments.getFirst())
                        ? JSON.objectNode()
                                .put("type", "object")
                                .set("additionalProperties", schema(arguments.get(1), where))
                        : unsupported(type, where);
            default -> unsupported(type, where);
        };
    }

    private ObjectNode reference(TypeElement element, String where) {
        if (!element.getTypeParameters().isEmpty()) {
            return unsupported(element.asType(), where);
        }
        for (Element around = element; around instanceof TypeElement; around = around.getEnclosingElement()) {
            if (around.getModifiers().contains(Modifier.PRIVATE)) {
                complain.accept("%s is private, and the runtime must read and write it: make it visible in its package"
                        .formatted(around.getSimpleName()));
            }
        }
        String name = names.get(element);
        if (name == null) {
            String simple = element.getSimpleName().toString();
            name = names.containsValue(simple) ? element.getQualifiedName().toString() : simple;
            names.put(element, name);
            definitions.put(name, JSON.objectNode());
            definitions.put(name, object(element));
        }
        return JSON.objectNode().put("$ref", "#/$defs/" + name);
    }

    private ObjectNode object(TypeElement element) {
        ObjectNode properties = JSON.objectNode();
        ArrayNode required = JSON.arrayNode();
        for (RecordComponentElement component : element.getRecordComponents()) {
            String name = component.getSimpleName().toString();
            String where = element.getSimpleName() + "." + name;
            TypeMirror type = component.asType();
            if (type.getKind() == TypeKind.DECLARED
                    && types.asElement(type).equals(elements.getTypeElement("java.util.Optional"))
                    && ((DeclaredType) type).getTypeArguments().size() == 1) {
                properties.set(
                        name, schema(((DeclaredType) type).getTypeArguments().getFirst(), where));
            } else {
                properties.set(name, schema(type, where));
                required.add(name);
            }
        }
        ObjectNode object = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        object.set("properties", properties);
        object.set("required", required);
        return object;
    }

    private static ObjectNode scalar(String name) {
        List<String> typeAndFormat = SCALARS.getOrDefault(name, List.of());
        ObjectNode schema = JSON.objectNode().put("type", typeAndFormat.getFirst());
        return typeAndFormat.size() == 1 ? schema : schema.put("format", typeAndFormat.get(1));
    }

    private static ObjectNode enumeration(TypeElement element) {
        ArrayNode constants = JSON.arrayNode();
        element.getEnclosedElements().stream()
                .filter(member -> member.getKind() == ElementKind.ENUM_CONSTANT)
                .forEach(constant -> constants.add(constant.getSimpleName().toString()));
        return JSON.objectNode().put("type", "string").set("enum", constants);
    }

    private static ObjectNode array(ObjectNode items) {
        return JSON.objectNode().put("type", "array").set("items", items);
    }

    private boolean isText(TypeMirror type) {
        return types.isSameType(
                type, elements.getTypeElement("java.lang.String").asType());
    }

    private ObjectNode unsupported(TypeMirror type, String where) {
        complain.accept(
                "%s cannot be JSON here (%s); use records, enums, String, boolean, numbers, UUID, Instant, Duration, List, Set, Map<String, …> and, as a component, Optional"
                        .formatted(type, where));
        return JSON.objectNode();
    }
}
