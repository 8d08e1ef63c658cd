package io.chutes.processor;

import com.fasterxml.jackson.databind.JsonNode;
import javax.lang.model.element.Element;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Schemas of types, complaints about which are made where the type is used. */
final class SchemaSource {
    private final Elements elements;
    private final Types types;
    private final Complaints complaints;

    SchemaSource(Elements elements, Types types, Complaints complaints) {
        this.elements = elements;
        this.types = types;
        this.complaints = complaints;
    }

    JsonNode of(Element place, TypeMirror type) {
        return new SchemaReader(elements, types, message -> complaints.at(place, "%s", message)).read(type, place);
    }

    /** The schema of a type about which all has been said that is to be said. */
    JsonNode ofChecked(TypeMirror type) {
        return new SchemaReader(elements, types, _ -> {}).read(type);
    }

    /** The schema of what a list or stream is of. */
    JsonNode element(Element place, TypeMirror collection) {
        return argument(place, ((DeclaredType) collection).getTypeArguments().getFirst());
    }

    /** The schema of the last of what a type is of. */
    JsonNode last(Element place, TypeMirror generic) {
        return argument(place, ((DeclaredType) generic).getTypeArguments().getLast());
    }

    private JsonNode argument(Element place, TypeMirror type) {
        return new SchemaReader(elements, types, message -> complaints.at(place, "%s", message)).read(type);
    }
}
