package io.chutes.json;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMethod;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.chutes.annotation.Untagged;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sealed interfaces that are {@link Untagged}: each of their records is its one component in JSON, wherever it stands. */
final class UntaggedInterfaces extends SimpleModule {
    private static final long serialVersionUID = 1;

    UntaggedInterfaces() {
        super("untagged-interfaces");
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new Components());
        context.addDeserializers(new Choices());
    }

    /** What the JSON of a record is; null if it is an object. */
    static @Nullable RecordComponent component(Class<?> type) {
        boolean untagged = type.isRecord()
                && type.getRecordComponents().length == 1
                && Stream.of(type.getInterfaces()).anyMatch(each -> each.isAnnotationPresent(Untagged.class));
        return untagged ? type.getRecordComponents()[0] : null;
    }

    /** What a value of a type is in JSON: of such a record, what its component is. */
    static JavaType whole(JavaType type, DatabindContext context) {
        RecordComponent component = component(type.getRawClass());
        return component == null ? type : whole(typeOf(component, type, context), context);
    }

    static JavaType typeOf(RecordComponent component, JavaType record, DatabindContext context) {
        return context.getTypeFactory().resolveMemberType(component.getGenericType(), record.getBindings());
    }

    private static final class Components extends NopAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("NullAway") // null is what says nothing, as in Jackson's own
        public @Nullable Boolean hasAsValue(Annotated annotated) {
            if (!(annotated instanceof AnnotatedMethod method)) {
                return null;
            }
            RecordComponent component = component(method.getDeclaringClass());
            boolean whole = component != null && method.getAnnotated().equals(component.getAccessor());
            return whole ? Boolean.TRUE : null;
        }
    }

    private static final class Choices extends Deserializers.Base {
        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription bean) {
            Class<?> raw = type.getRawClass();
            if (raw.isInterface() && raw.isAnnotationPresent(Untagged.class)) {
                return new UntaggedReader(type);
            }
            RecordComponent component = component(raw);
            return component == null ? null : new ComponentReader(type, component);
        }
    }
}
