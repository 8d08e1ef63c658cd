package io.chutes.client;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Optional;
import net.bytebuddy.description.annotation.AnnotationSource;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.pool.TypePool;

/** The annotations of a class that are in its class file alone, where reflection does not see them. */
final class ClassFile {
    private static final String ANNOTATIONS = "io.chutes.annotation.";

    private final TypeDescription type;

    private ClassFile(TypeDescription type) {
        this.type = type;
    }

    static ClassFile of(Class<?> type, TypePool types) {
        return new ClassFile(types.describe(type.getName()).resolve());
    }

    /** The text that an attribute of an annotation of the class holds. */
    Optional<String> annotated(String annotation, String attribute) {
        return annotated(type, annotation, attribute);
    }

    boolean isAnnotated(Method method, String annotation) {
        return described(method).getDeclaredAnnotations().stream()
                .anyMatch(found -> found.getAnnotationType().getName().equals(ANNOTATIONS + annotation));
    }

    /** The text that an attribute of an annotation of a parameter holds. */
    Optional<String> annotated(Method method, int parameter, String annotation, String attribute) {
        return annotated(described(method).getParameters().get(parameter), annotation, attribute);
    }

    private MethodDescription described(Method method) {
        String descriptor = MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
        return type.getDeclaredMethods().stream()
                .filter(candidate -> candidate.getName().equals(method.getName())
                        && candidate.getDescriptor().equals(descriptor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The class file of " + type.getName()
                        + " is not the one that is loaded: it has no " + method.getName()));
    }

    private static Optional<String> annotated(AnnotationSource source, String annotation, String attribute) {
        return source.getDeclaredAnnotations().stream()
                .filter(found -> found.getAnnotationType().getName().equals(ANNOTATIONS + annotation))
                .map(found -> found.getValue(attribute).resolve(String.class))
                .findFirst();
    }
}
