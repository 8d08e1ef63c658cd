package io.chutes.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.util.ClassUtil;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/** Reads a record that is its one component in JSON. */
final class ComponentReader extends StdDeserializer<Object> implements ResolvableDeserializer {
    private static final long serialVersionUID = 1;

    private final transient RecordComponent component;
    private transient JsonDeserializer<Object> reader;
    private transient Constructor<?> constructor;

    @SuppressWarnings("NullAway.Init") // Jackson resolves it before it reads
    ComponentReader(JavaType type, RecordComponent component) {
        super(type);
        this.component = component;
    }

    @Override
    public void resolve(DeserializationContext context) throws JsonMappingException {
        reader = context.findRootValueDeserializer(UntaggedInterfaces.typeOf(component, getValueType(), context));
        try {
            constructor = handledType().getDeclaredConstructor(component.getType());
        } catch (NoSuchMethodException e) {
            throw new AssertionError("a record has the constructor of its components", e);
        }
        ClassUtil.checkAndFixAccess(constructor, context.isEnabled(MapperFeature.OVERRIDE_PUBLIC_ACCESS_MODIFIERS));
    }

    @Override
    public boolean isCachable() {
        return true;
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
        Object value = reader.deserialize(in, context);
        try {
            return constructor.newInstance(value);
        } catch (InvocationTargetException e) {
            return context.handleInstantiationProblem(handledType(), value, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(handledType() + " was made accessible", e);
        }
    }
}
