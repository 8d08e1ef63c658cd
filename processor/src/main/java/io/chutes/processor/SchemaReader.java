package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.processor.SchemaPart.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/**
 * The JSON Schema (2020-12) of a Java type. Each record and sealed interface stands once, under {@code $defs}, so that types may
 * refer to themselves. The runtime holds bodies against this schema: what it says is what is taken.
 */
final class SchemaReader {
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private final Types types;
    private final Consumer<String> complain;
    private final Constraints constraints;
    private final NamedTypes named;
    private Definitions definitions;

    SchemaReader(Elements elements, Types types, Consumer<String> complain) {
        this.types = types;
        this.complain = complain;
        this.constraints = new Constraints(elements, complain);
        this.named = new NamedTypes(elements, complain, this::schema);
        this.definitions = new Definitions(named, complain);
    }

    /** A whole document; complaints about types that have no schema go to the constructor's consumer. */
    JsonNode read(TypeMirror type) {
        return read(type, List.of());
    }

    /** The same with what is written on the parameter or method that has the type. */
    JsonNode read(TypeMirror type, Element declaration) {
        return read(type, declaration.getAnnotationMirrors());
    }

    private JsonNode read(TypeMirror type, List<? extends AnnotationMirror> declared) {
        definitions = new Definitions(named, complain);
        TypeUse use = TypeUse.whole(type, declared);
        ObjectNode document = SchemaPart.object().put("$schema", DIALECT);
        document.setAll(schema(use));
        if (use.resolved().isNullable()) {
            complain.accept("A whole body or answer cannot be null: remove @Nullable from it");
        }
        definitions.writeTo(document);
        return document;
    }

    private ObjectNode schema(TypeUse written) {
        TypeUse use = written.resolved();
        SchemaPart part = plain(use);
        constraints.apply(part, use);
        if (!use.isNullable()) {
            return part.schema();
        }
        if (use.type().getKind().isPrimitive()) {
            complain.accept("%s is of a primitive type, which is never null: remove @Nullable".formatted(use.where()));
        } else if (part.kind() == Kind.OPTIONAL) {
            complain.accept("%s is an Optional, which says enough: remove @Nullable".formatted(use.where()));
        }
        return SchemaPart.orNull(part.schema());
    }

    private SchemaPart plain(TypeUse use) {
        TypeMirror type = use.type();
        if (type.getKind().isPrimitive() && type.getKind() != TypeKind.CHAR) {
            String boxed = types.boxedClass(types.getPrimitiveType(type.getKind()))
                    .getQualifiedName()
                    .toString();
            return Scalars.of(boxed).orElseThrow();
        }
        if (type instanceof ArrayType array) {
            return array(array, use);
        }
        if (!(type instanceof DeclaredType declared) || type.getKind() != TypeKind.DECLARED) {
            return unsupported(use);
        }
        var element = (TypeElement) declared.asElement();
        var scalar = Scalars.of(element.getQualifiedName().toString());
        if (scalar.isPresent()) {
            return scalar.get();
        }
        if (element.getKind() == ElementKind.ENUM) {
            return named.enumeration(element);
        }
        if (element.getQualifiedName().contentEquals("java.lang.Object")) {
            return SchemaPart.anything();
        }
        boolean raw = declared.getTypeArguments().size()
                != element.getTypeParameters().size();
        if (!raw && BodyTypes.isRecord(element)) {
            return definitions.reference(element, declared, use);
        }
        if (element.getKind() == ElementKind.INTERFACE
                && element.getModifiers().contains(Modifier.SEALED)
                && element.getTypeParameters().isEmpty()) {
            return definitions.reference(element, declared, use);
        }
        return raw ? unsupported(use) : collection(declared, element, use);
    }

    private SchemaPart array(ArrayType array, TypeUse use) {
        TypeKind component = array.getComponentType().getKind();
        if (component == TypeKind.BYTE) {
            return Scalars.base64();
        }
        return component == TypeKind.CHAR
                ? unsupported(use)
                : SchemaPart.array(schema(use.held(array.getComponentType())));
    }

    private SchemaPart collection(DeclaredType type, TypeElement element, TypeUse use) {
        List<TypeUse> arguments = new ArrayList<>();
        type.getTypeArguments().forEach(argument -> arguments.add(use.argument(argument)));
        return switch (element.getQualifiedName().toString()) {
            case "java.util.List" -> SchemaPart.array(schema(arguments.getFirst()));
            case "java.util.Set" -> SchemaPart.set(schema(arguments.getFirst()));
            case "java.util.Map" -> map(arguments.getFirst(), arguments.get(1), use);
            case "java.util.Optional" -> optional(arguments.getFirst(), use);
            default -> unsupported(use);
        };
    }

    private SchemaPart map(TypeUse key, TypeUse value, TypeUse use) {
        TypeUse resolved = key.resolved();
        if (!(resolved.type() instanceof DeclaredType declared)
                || !((TypeElement) declared.asElement()).getQualifiedName().contentEquals("java.lang.String")) {
            return unsupported(use);
        }
        if (resolved.isNullable() || resolved.annotations().stream().anyMatch(Constraints::constrains)) {
            complain.accept("%s has an annotation on the keys of a map, which may be any text: remove it"
                    .formatted(use.where()));
        }
        return SchemaPart.map(schema(value));
    }

    private SchemaPart optional(TypeUse value, TypeUse use) {
        if (!use.isComponent()) {
            return unsupported(use);
        }
        if (value.resolved().isNullable()) {
            complain.accept("%s is an Optional, which says enough: remove @Nullable".formatted(use.where()));
            return new SchemaPart(Kind.OPTIONAL, schema(value));
        }
        return new SchemaPart(Kind.OPTIONAL, SchemaPart.orNull(schema(value)));
    }

    private SchemaPart unsupported(TypeUse use) {
        complain.accept(
                "%s cannot be JSON here (%s); use records, sealed interfaces of records, enums, String, boolean, numbers, byte[], UUID, URI, Instant, LocalDate, Duration, arrays, List, Set, Map<String, …>, Object for any JSON and, as a component, Optional"
                        .formatted(use.scope().text(use.type()), use.where()));
        return new SchemaPart(Kind.OTHER, SchemaPart.object());
    }
}
