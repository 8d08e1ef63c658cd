package io.chutes.template.engine;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The arguments of an engine that the options on a chute ask for, in the order of the file: those of each that it always gets, and then of
 * each other that has not its default.
 */
record OptionArguments(EngineFacts facts) {
    /**
     * Those of a chute.
     *
     * @param type the annotation of the options, which the compiler has held against what they allow
     */
    List<String> of(Class<?> chute, Class<? extends Annotation> type) {
        List<String> arguments = new ArrayList<>();
        facts.always().forEach((name, form) -> add(arguments, form, value(chute, type, name)));
        facts.options().forEach((name, form) -> {
            Object value = value(chute, type, name);
            if (!value.equals(attribute(type, name).getDefaultValue())) {
                add(arguments, form, value);
            }
        });
        return arguments;
    }

    private void add(List<String> arguments, List<String> form, Object value) {
        form.forEach(argument -> arguments.add(EngineFacts.filled(argument, Map.of("value", text(value)))));
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

    /** What a chute says, or one without the annotation. */
    static Object value(Class<?> chute, Class<? extends Annotation> type, String name) {
        Method attribute = attribute(type, name);
        Annotation options = chute.getAnnotation(type);
        try {
            return options == null ? attribute.getDefaultValue() : attribute.invoke(options);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(attribute + " cannot be read", e);
        }
    }
}
