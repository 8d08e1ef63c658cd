package io.chutes.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VirtualAnnotatedMember;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.VirtualBeanPropertyWriter;
import com.fasterxml.jackson.databind.util.Annotations;
import com.fasterxml.jackson.databind.util.SimpleBeanPropertyDefinition;
import io.chutes.annotation.Untagged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sealed interfaces of records as chutes write them: each record says in its first property, {@code type}, which one it is by its
 * simple name, wherever it stands.
 */
final class SealedInterfaces extends SimpleModule {
    private static final long serialVersionUID = 1;
    private static final String DISCRIMINATOR = "type";

    SealedInterfaces() {
        super("sealed-interfaces");
        setSerializerModifier(new Writing());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.insertAnnotationIntrospector(new Reading());
    }

    private static boolean isSealed(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    private static boolean isTagged(Class<?> type) {
        return isSealed(type) && !type.isAnnotationPresent(Untagged.class);
    }

    /** All records that a value of a sealed interface may be, those of sealed interfaces inside it too. */
    static Stream<Class<?>> branches(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(permitted -> isSealed(permitted) ? branches(permitted) : Stream.of(permitted))
                .distinct();
    }

    private static boolean isBranch(Class<?> type) {
        return type.isRecord() && Stream.of(type.getInterfaces()).anyMatch(SealedInterfaces::isTagged);
    }

    /** Tells Jackson which record the discriminator names. */
    private static final class Reading extends NopAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable TypeResolverBuilder<?> findTypeResolver(
                MapperConfig<?> config, AnnotatedClass type, JavaType base) {
            return isTagged(type.getRawType()) ? new ByDiscriminator() : null;
        }

        @Override
        public @Nullable List<NamedType> findSubtypes(Annotated type) {
            return isTagged(type.getRawType())
                    ? branches(type.getRawType())
                            .map(branch -> new NamedType(branch, branch.getSimpleName()))
                            .toList()
                    : null;
        }
    }

    private static final class ByDiscriminator extends StdTypeResolverBuilder {
        private static final long serialVersionUID = 1;

        ByDiscriminator() {
            super(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, DISCRIMINATOR);
        }

        /** The record writes it itself: Jackson would forget it where a list has lost its type. */
        @Override
        @SuppressWarnings("NullAway") // null means no type, as in Jackson's own builder
        public TypeSerializer buildTypeSerializer(
                SerializationConfig config, JavaType base, Collection<NamedType> subtypes) {
            return null;
        }
    }

    private static final class Writing extends BeanSerializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public List<BeanPropertyWriter> changeProperties(
                SerializationConfig config, BeanDescription bean, List<BeanPropertyWriter> properties) {
            if (!isBranch(bean.getBeanClass())) {
                return properties;
            }
            List<BeanPropertyWriter> all = new ArrayList<>();
            all.add(Discriminator.of(config, bean));
            all.addAll(properties);
            return all;
        }
    }

    /** The property that holds a record's name. */
    private static final class Discriminator extends VirtualBeanPropertyWriter {
        private static final long serialVersionUID = 1;

        private final String name;

        private Discriminator(
                SimpleBeanPropertyDefinition property, Annotations annotations, JavaType type, String name) {
            super(property, annotations, type);
            this.name = name;
        }

        static Discriminator of(SerializationConfig config, BeanDescription bean) {
            JavaType text = config.constructType(String.class);
            AnnotatedClass owner = bean.getClassInfo();
            var member = new VirtualAnnotatedMember(owner, owner.getRawType(), DISCRIMINATOR, text);
            var property = SimpleBeanPropertyDefinition.construct(config, member, new PropertyName(DISCRIMINATOR));
            return new Discriminator(
                    property, owner.getAnnotations(), text, bean.getBeanClass().getSimpleName());
        }

        @Override
        protected Object value(Object bean, JsonGenerator out, SerializerProvider provider) {
            return name;
        }

        @Override
        public VirtualBeanPropertyWriter withConfig(
                MapperConfig<?> config, AnnotatedClass owner, BeanPropertyDefinition property, JavaType type) {
            throw new UnsupportedOperationException("a discriminator is made whole");
        }
    }
}
