package io.chutes.processor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.processor.SchemaPart.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;

/** The records and sealed interfaces of one document, each under a name of its own in {@code $defs}. */
final class Definitions {
    private static final int LONGEST_KEY = 1000;

    private final NamedTypes types;
    private final Consumer<String> complain;
    private final DefinitionNames names = new DefinitionNames();
    private final Map<String, ObjectNode> byName = new TreeMap<>();
    /** What is named and not yet written: types may refer to others for longer than a stack is deep. */
    private final Deque<Runnable> open = new ArrayDeque<>();

    Definitions(NamedTypes types, Consumer<String> complain) {
        this.types = types;
        this.complain = complain;
    }

    void writeTo(ObjectNode document) {
        while (!open.isEmpty()) {
            open.remove().run();
        }
        if (byName.isEmpty()) {
            return;
        }
        Set<String> endless = new EndlessTypes(byName).names();
        if (!endless.isEmpty()) {
            complain.accept(
                    "No value of %s would ever end, as it needs another: make what leads back to it Optional, @Nullable, a List or a Map"
                            .formatted(String.join(", ", endless)));
        } else {
            new Alternatives(byName, complain).check();
        }
        document.set("$defs", SchemaPart.object().setAll(byName));
    }

    SchemaPart reference(TypeElement element, DeclaredType type, TypeUse use) {
        String key = element.getQualifiedName() + use.scope().texts(type.getTypeArguments());
        if (key.length() > LONGEST_KEY && !names.has(key)) {
            complain.accept("%s refers to itself with ever more type arguments (%s): name the type it needs"
                    .formatted(element.getSimpleName(), use.where()));
            return new SchemaPart(Kind.OTHER, SchemaPart.object());
        }
        if (!names.has(key)) {
            String name = names.add(key, element, type, use.scope());
            checkVisible(element);
            open.add(() -> byName.put(name, types.schema(element, type, use)));
        }
        return new SchemaPart(Kind.OTHER, SchemaPart.object().put("$ref", "#/$defs/" + names.of(key)));
    }

    private void checkVisible(TypeElement element) {
        for (Element around = element; around instanceof TypeElement; around = around.getEnclosingElement()) {
            if (around.getModifiers().contains(Modifier.PRIVATE)) {
                complain.accept("%s is private, and the runtime must read and write it: make it visible in its package"
                        .formatted(around.getSimpleName()));
            }
        }
    }
}
