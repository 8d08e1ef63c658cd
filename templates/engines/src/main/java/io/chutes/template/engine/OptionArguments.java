package io.chutes.template.engine;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The arguments of an engine that the options on a chute ask for: those of each that has not its default, in the order of the file. */
record OptionArguments(EngineFacts facts) {
    /**
     * Those of a chute.
     *
     * @param type the annotation of the options, which the compiler has held against what they allow
     */
    List<String> of(Class<?> chute, Class<? extends Annotation> type) {
        Annotation options = chute.getAnnotation(type);
        List<String> arguments = new ArrayList<>();
        if (options != null) {
            facts.options().forEach((name, form) -> {
                Method attribute = attribute(type, name);
                Object value = value(attribute, options);
                if (!value.equals(attribute.getDefaultValue())) {
                    form.forEach(argument -> arguments.add(EngineFacts.filled(argument, Map.of("value", text(value)))));
                }
            });
        }
        return arguments;
    }

    private String text(Object value) {
        return value instanceof Enum<?> constant
                ? facts.spelling().getOrDefault(constant.name(), constant.name().toLowerCase(Locale.ROOT))
                : value.toString();
    }

    private static Method attribute(Class<? extends Annotation> type, String name) {
        try {
            return type.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("@%s has no %s".formatted(type.getSimpleName(), name), e);
        }
    }

    private static Object value(Method attribute, Annotation options) {
        try {
            return attribute.invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(attribute + " cannot be read", e);
        }
    }
}
