package io.chutes.processor;

import io.chutes.annotation.BatchResult;
import io.chutes.annotation.Media;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Which types can be a body or an answer in JSON. */
final class BodyTypes {
    private static final Set<String> COLLECTIONS = Set.of("java.util.List", "java.util.Set", "java.util.Map");

    private final Types types;

    BodyTypes(Types types) {
        this.types = types;
    }

    @Nullable TypeElement declared(TypeMirror type) {
        return type.getKind() == TypeKind.DECLARED ? (TypeElement) types.asElement(type) : null;
    }

    String name(TypeMirror type) {
        TypeElement element = declared(type);
        return element == null ? "" : element.getQualifiedName().toString();
    }

    /** The arguments of a generic type, none for any other. */
    List<? extends TypeMirror> arguments(TypeMirror type) {
        return type.getKind() == TypeKind.DECLARED ? ((DeclaredType) type).getTypeArguments() : List.of();
    }

    boolean is(TypeMirror type, Class<?> expected) {
        return name(type).equals(expected.getCanonicalName());
    }

    boolean isBytes(TypeMirror type) {
        return type.getKind() == TypeKind.ARRAY
                && ((ArrayType) type).getComponentType().getKind() == TypeKind.BYTE;
    }

    /** A record or a sealed interface: what has a shape of its own. */
    boolean isStructure(TypeMirror type) {
        TypeElement element = declared(type);
        return element != null
                && (isRecord(element)
                        || (element.getKind() == ElementKind.INTERFACE
                                && element.getModifiers().contains(Modifier.SEALED)));
    }

    /** What a whole answer in JSON may be. */
    boolean isAnswer(TypeMirror type) {
        return isStructure(type) || COLLECTIONS.contains(name(type));
    }

    /** A record of JSON, which media is not. */
    static boolean isRecord(TypeElement element) {
        return element.getKind() == ElementKind.RECORD
                && !element.getQualifiedName().contentEquals(Media.class.getCanonicalName());
    }

    boolean isEnum(TypeMirror type) {
        TypeElement element = declared(type);
        return element != null && element.getKind() == ElementKind.ENUM;
    }

    /** What a path or query parameter may be, boxed. */
    boolean isScalar(TypeMirror type) {
        return Scalars.of(name(type)).isPresent() || isEnum(type);
    }

    /** What a class literal can name, so that generated code can ask for it. */
    boolean isElement(TypeMirror type) {
        return (isStructure(type) || isScalar(type)) && arguments(type).isEmpty();
    }

    /** Of what a batched method returns, the type whose argument one call gets: the list, or the results that it holds. */
    TypeMirror holdingAnswer(TypeMirror list) {
        return arguments(list).stream()
                .filter(held -> is(held, BatchResult.class))
                .<TypeMirror>map(held -> held)
                .findFirst()
                .orElse(list);
    }

    TypeMirror boxed(TypeMirror type) {
        return type.getKind().isPrimitive()
                ? types.boxedClass(types.getPrimitiveType(type.getKind())).asType()
                : type;
    }
}
