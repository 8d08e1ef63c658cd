package io.chutes.client;

import com.fasterxml.jackson.databind.JavaType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.bytebuddy.pool.TypePool;

/**
 * A method of a chute's class that can be overridden, with those it overrides: they may name its types by type parameters only, and
 * hold the annotations.
 *
 * @param written itself, then what it overrides, upwards
 * @param returns what it returns, type parameters filled in
 */
record RemoteMethod(Method method, List<Written> written, JavaType returns) {
    RemoteMethod {
        written = List.copyOf(written);
    }

    /** All of a chute's, those of superclasses too. */
    static Collection<RemoteMethod> of(Class<?> chute, TypePool types, Json json) {
        Map<Signature, RemoteMethod> methods = new LinkedHashMap<>();
        for (Class<?> type = chute; type != null && type != Object.class; type = type.getSuperclass()) {
            var file = ClassFile.of(type, types);
            for (Method method : type.getDeclaredMethods()) {
                if (method.isBridge()
                        || Modifier.isStatic(method.getModifiers())
                        || Modifier.isPrivate(method.getModifiers())) {
                    continue;
                }
                JavaType returns = json.resolve(method.getGenericReturnType(), type, chute);
                methods.merge(
                        resolved(method, chute, json),
                        new RemoteMethod(method, List.of(new Written(method, file)), returns),
                        RemoteMethod::overriding);
            }
        }
        return methods.values();
    }

    String name() {
        return method.getName();
    }

    boolean isEndpoint() {
        return written.stream().anyMatch(each -> each.file().isAnnotated(each.method(), "Endpoint"));
    }

    /** What an annotation of a parameter holds. */
    Optional<String> annotated(int parameter, String annotation) {
        return written.stream()
                .flatMap(each -> each.file().annotated(each.method(), parameter, annotation, "value").stream())
                .findFirst();
    }

    /** Every one by which it may be called. */
    Stream<Signature> signatures() {
        return written.stream().map(each -> Signature.of(each.method()));
    }

    private RemoteMethod overriding(RemoteMethod overridden) {
        List<Written> all = new ArrayList<>(written);
        all.addAll(overridden.written);
        return new RemoteMethod(method, all, returns);
    }

    private static Signature resolved(Method method, Class<?> chute, Json json) {
        List<Class<?>> parameters = Stream.of(method.getGenericParameterTypes())
                .<Class<?>>map(type ->
                        json.resolve(type, method.getDeclaringClass(), chute).getRawClass())
                .toList();
        return new Signature(method.getName(), parameters);
    }

    /** A method as one class declares it. */
    record Written(Method method, ClassFile file) {}

    /** What tells a method from the others of its class. */
    record Signature(String name, List<Class<?>> parameters) {
        static Signature of(Method method) {
            return new Signature(method.getName(), List.of(method.getParameterTypes()));
        }
    }
}
