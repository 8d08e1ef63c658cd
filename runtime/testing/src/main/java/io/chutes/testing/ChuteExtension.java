package io.chutes.testing;

import io.chutes.client.ChuteClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a chute before the first test of a class and ends it after the last: by {@link ChuteTest}, or registered by hand where
 * more is to be set.
 *
 * {@snippet :
 * @RegisterExtension
 * static final ChuteExtension tour = ChuteExtension.of(TestChute.of(Tour.class).clock(clock));
 * }
 */
public final class ChuteExtension implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(ChuteExtension.class);

    private final @Nullable TestChute given;

    /** As {@link ChuteTest} needs it. */
    ChuteExtension() {
        this.given = null;
    }

    private ChuteExtension(TestChute given) {
        this.given = given;
    }

    /** Serves this chute, for a field annotated with {@code @RegisterExtension}. */
    public static ChuteExtension of(TestChute chute) {
        return new ChuteExtension(chute);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ChuteTest annotation = context.getRequiredTestClass().getAnnotation(ChuteTest.class);
        Serving around = serving(context);
        if (around == null) {
            TestChute chute = given == null && annotation != null ? chute(annotation) : given;
            if (chute != null) {
                context.getStore(NAMESPACE)
                        .put(Serving.class, new Serving(this, context.getRequiredTestClass(), chute.start()));
            }
        } else if (around.by != this || annotation != null) { // else a nested class, which uses the chute around it
            throw new ExtensionConfigurationException(
                    "%s asks for a second chute: a test class and those nested in it use one; give the other a class of its own"
                            .formatted(context.getRequiredTestClass().getName()));
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Serving serving = serving(context);
        if (serving != null && serving.by == this && serving.in == context.getRequiredTestClass()) {
            serving.chute.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ChuteClient.class
                || type == URI.class
                || type == SlowCaller.class
                || type == RunningChute.class
                || isGeneratedClient(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Serving serving = serving(context);
        if (serving == null) {
            throw new ParameterResolutionException(
                    "no chute is running: a field with @RegisterExtension must be static, as one chute serves the whole class");
        }
        RunningChute chute = serving.chute;
        Class<?> type = parameter.getParameter().getType();
        if (type == ChuteClient.class) {
            return chute.client();
        } else if (type == URI.class) {
            return chute.address();
        } else if (type == SlowCaller.class) {
            return chute.slowCaller();
        }
        return type == RunningChute.class ? chute : chute.client(type);
    }

    private static @Nullable Serving serving(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(Serving.class, Serving.class);
    }

    private static boolean isGeneratedClient(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .anyMatch(constructor ->
                        Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {ChuteClient.class}));
    }

    private static TestChute chute(ChuteTest annotation) {
        TestChute chute = TestChute.of(annotation.value());
        split(annotation.secrets(), "secrets", "NAME=value", chute::secret);
        split(
                annotation.weights(),
                "weights",
                "field=folder",
                (field, folder) -> chute.weights(field, Path.of(folder)));
        return chute;
    }

    private static void split(String[] pairs, String attribute, String form, BiConsumer<String, String> each) {
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "@ChuteTest(%s) takes \"%s\", got \"%s\"".formatted(attribute, form, pair));
            }
            each.accept(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    /** A chute, which extension serves it, and the class after whose last test it ends. */
    private record Serving(ChuteExtension by, Class<?> in, RunningChute chute) {}
}
