package io.chutes.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserSequence;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ResolvableDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the record of an untagged sealed interface that a value is by its type; an array, by the type of its first item. */
final class UntaggedReader extends StdDeserializer<Object> implements ResolvableDeserializer {
    private static final long serialVersionUID = 1;

    private final JavaType type;
    private final transient List<Branch> branches = new ArrayList<>();

    UntaggedReader(JavaType type) {
        super(type);
        this.type = type;
    }

    /** One of the records, what it is in JSON, and what its items are if it is an array. */
    private record Branch(JsonKind kind, JsonKind items, JsonDeserializer<Object> reader) {
        static Branch of(JavaType record, DeserializationContext context) throws JsonMappingException {
            JavaType whole = UntaggedInterfaces.whole(record, context);
            JavaType item = whole.isContainerType() ? whole.getContentType() : whole;
            return new Branch(
                    JsonKind.of(whole),
                    JsonKind.of(UntaggedInterfaces.whole(item, context)),
                    context.findRootValueDeserializer(record));
        }
    }

    @Override
    public void resolve(DeserializationContext context) throws JsonMappingException {
        for (Class<?> record : SealedInterfaces.branches(type.getRawClass()).toList()) {
            if (UntaggedInterfaces.component(record) == null) {
                context.reportBadDefinition(record, "it needs one component to be of the untagged " + type);
                return;
            }
            branches.add(Branch.of(context.constructType(record), context));
        }
    }

    @Override
    public boolean isCachable() {
        return true;
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
        JsonKind kind = JsonKind.of(in.currentToken());
        List<Branch> fitting =
                branches.stream().filter(branch -> branch.kind() == kind).toList();
        if (fitting.isEmpty()) {
            return context.handleUnexpectedToken(type, in);
        }
        return fitting.size() == 1 ? fitting.get(0).reader().deserialize(in, context) : array(fitting, in, context);
    }

    private static Object array(List<Branch> arrays, JsonParser in, DeserializationContext context) throws IOException {
        try (TokenBuffer begin = context.bufferForInputBuffering(in)) {
            begin.copyCurrentEvent(in);
            JsonToken first = in.nextToken();
            begin.copyCurrentEvent(in);
            Branch branch = arrays.stream()
                    .filter(each -> each.items() == JsonKind.of(first))
                    .findFirst()
                    .orElse(arrays.get(0));
            in.clearCurrentToken();
            JsonParser whole = JsonParserSequence.createFlattened(false, begin.asParser(in), in);
            whole.nextToken();
            return branch.reader().deserialize(whole, context);
        }
    }
}
