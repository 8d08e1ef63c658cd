package io.chutes.testing;

import io.chutes.client.ChuteClient;
import java.net.URI;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the chute before the first test of a class and ends it after the last. */
final class ChuteExtension implements BeforeAllCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(ChuteExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Class<?> test = context.getRequiredTestClass();
        ChuteTest annotation = test.getAnnotation(ChuteTest.class);
        if (annotation == null) {
            return; // a nested class, which uses the chute of the class around it
        }
        context.getStore(NAMESPACE).put(ServedChute.class, ServedChute.start(annotation.value()));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ChuteClient.class || type == URI.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ServedChute chute = context.getStore(NAMESPACE).get(ServedChute.class, ServedChute.class);
        return parameter.getParameter().getType() == URI.class ? chute.address() : ChuteClient.of(chute.address());
    }
}
