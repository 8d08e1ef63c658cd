package io.chutes.platform.manifest.diff;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.ParameterSpec;
import io.chutes.platform.manifest.Visibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The differences between an endpoint and the same one in another version. */
final class EndpointDiff {
    private final EndpointSpec before;
    private final EndpointSpec after;
    private final List<Change> changes = new ArrayList<>();

    EndpointDiff(EndpointSpec before, EndpointSpec after) {
        this.before = before;
        this.after = after;
    }

    List<Change> changes() {
        String name = before.name();
        if (!name.equals(after.name())) {
            compatible("it is named %s now", after.name());
        }
        moved("method", before.method(), after.method());
        if (!before.template().shape().equals(after.template().shape())) {
            moved("path", before.path(), after.path()); // callers see no names of parameters
        }
        moved("the media type of the request", before.inputType(), after.inputType());
        moved("the media type of the answer", before.outputType(), after.outputType());
        if (before.stream() != after.stream()) {
            breaking(after.stream() ? "it answers a stream of events now" : "it no longer answers a stream of events");
        }
        if (before.event() != null && after.event() == null) {
            breaking("it no longer answers a stream of events where a call asks for one");
        } else if (before.event() == null && after.event() != null) {
            compatible("it answers a stream of events where a call asks for one now");
        }
        if (before.mayStream() && after.mayStream()) {
            moved(
                    "the dialect of its stream",
                    before.dialectOrDefault().name(),
                    after.dialectOrDefault().name());
        }
        if (before.visibility() == Visibility.PUBLIC && after.visibility() == Visibility.OWNER) {
            breaking("only the owner may call it now");
        } else if (before.visibility() != after.visibility()) {
            compatible("everybody who may call the chute may call it now");
        }
        if (before.idempotent() && !after.idempotent()) {
            breaking("it is no longer idempotent, and clients that call it twice do harm");
        } else if (before.idempotent() != after.idempotent()) {
            compatible("it is idempotent now");
        }
        noted("how it is batched", before.batch(), after.batch());
        noted("the server it is handed to", before.passthrough(), after.passthrough());
        noted("summary", before.summary(), after.summary());
        parameters();
        changes.addAll(SchemaDiff.request(name + ", request", before.input(), after.input()));
        changes.addAll(SchemaDiff.answer(name + ", answer", before.output(), after.output()));
        if (before.event() != null && after.event() != null) {
            changes.addAll(SchemaDiff.answer(name + ", event", before.event(), after.event()));
        }
        return changes;
    }

    private void parameters() {
        Map<String, ParameterSpec> left = byPlace(before);
        Map<String, ParameterSpec> right = byPlace(after);
        left.forEach((place, was) -> {
            ParameterSpec is = right.get(place);
            if (is == null) {
                breaking("the %s is gone", place);
                return;
            }
            if (is.required() && !was.required()) {
                breaking("the %s is required now", place);
            } else if (was.required() && !is.required()) {
                compatible("the %s is optional now", place);
            }
            changes.addAll(SchemaDiff.request(before.name() + ", " + place, was.schema(), is.schema()));
        });
        right.forEach((place, is) -> {
            if (!left.containsKey(place)) {
                if (is.required() && is.in() != ParameterSpec.In.PATH) {
                    breaking("the %s is new and required", place);
                } else {
                    compatible("the %s is new", place);
                }
            }
        });
    }

    private static Map<String, ParameterSpec> byPlace(EndpointSpec endpoint) {
        Map<String, ParameterSpec> byPlace = new LinkedHashMap<>();
        List<String> inPath = endpoint.template().parameters();
        for (ParameterSpec parameter : endpoint.parameters()) {
            String key = parameter.in() == ParameterSpec.In.PATH
                    ? "path parameter " + (inPath.indexOf(parameter.name()) + 1)
                    : "query parameter " + parameter.name();
            byPlace.put(key, parameter);
        }
        return byPlace;
    }

    private void moved(String what, @Nullable String was, @Nullable String is) {
        if (!Objects.equals(was, is)) {
            breaking("%s was %s and is %s", what, was == null ? "none" : was, is == null ? "none" : is);
        }
    }

    private void noted(String what, @Nullable Object was, @Nullable Object is) {
        if (!Objects.equals(was, is)) {
            compatible("%s changed", what);
        }
    }

    private void breaking(String what, Object... arguments) {
        changes.add(Change.breaking(before.name(), what.formatted(arguments)));
    }

    private void compatible(String what, Object... arguments) {
        changes.add(Change.compatible(before.name(), what.formatted(arguments)));
    }
}
