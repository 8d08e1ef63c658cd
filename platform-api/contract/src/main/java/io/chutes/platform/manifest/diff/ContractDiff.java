package io.chutes.platform.manifest.diff;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.manifest.Manifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The differences between two versions of a chute, as its callers see them. What a request may hold may only grow, what an
 * answer may hold may only shrink; fields that an answer has beyond those known are ignored by callers.
 */
public final class ContractDiff {
    private final List<Change> changes = new ArrayList<>();

    private ContractDiff() {}

    /** Every difference: endpoints, then jobs, then the rest, in the order of the manifests; none between equal ones. */
    public static List<Change> between(Manifest before, Manifest after) {
        var diff = new ContractDiff();
        diff.endpoints(before, after);
        diff.jobs(before, after);
        diff.rest(before, after);
        return List.copyOf(diff.changes);
    }

    private void endpoints(Manifest before, Manifest after) {
        Map<String, EndpointSpec> left = byName(before.endpoints(), EndpointSpec::name);
        Map<String, EndpointSpec> right = byName(after.endpoints(), EndpointSpec::name);
        left.forEach((name, was) -> {
            EndpointSpec is = right.get(name);
            if (is == null) {
                breaking(name, "%s %s is gone", was.method(), was.path());
            } else {
                changes.addAll(new EndpointDiff(was, is).changes());
            }
        });
        right.forEach((name, is) -> {
            if (!left.containsKey(name)) {
                compatible(name, "%s %s is new", is.method(), is.path());
            }
        });
    }

    private void jobs(Manifest before, Manifest after) {
        Map<String, JobSpec> left = byName(before.jobs(), JobSpec::name);
        Map<String, JobSpec> right = byName(after.jobs(), JobSpec::name);
        left.forEach((name, was) -> {
            JobSpec is = right.get(name);
            if (is == null) {
                breaking("job " + name, "it is gone");
            } else {
                changes.addAll(SchemaDiff.request("job " + name + ", request", was.input(), is.input()));
                changes.addAll(SchemaDiff.answer("job " + name + ", result", was.output(), is.output()));
                note("job " + name, "timeout", was.timeout(), is.timeout());
                note("job " + name, "retries", was.retries(), is.retries());
                note("job " + name, "resultTtl", was.resultTtl(), is.resultTtl());
            }
        });
        right.keySet().stream()
                .filter(name -> !left.containsKey(name))
                .forEach(name -> compatible("job " + name, "it is new"));
    }

    private void rest(Manifest before, Manifest after) {
        if (!before.name().equals(after.name())) {
            breaking("name", "it was %s and is %s: its addresses change", before.name(), after.name());
        }
        note("chute", "tagline", before.tagline(), after.tagline());
        note("chute", "readme", before.readme(), after.readme());
        note("chute", "hardware", before.hardware(), after.hardware());
        note("chute", "scaling", before.scaling(), after.scaling());
        note("chute", "timeouts", before.timeouts(), after.timeouts());
        note("chute", "image", before.image(), after.image());
        note("chute", "weights", before.weights(), after.weights());
        note("chute", "secrets", before.secrets(), after.secrets());
    }

    private void note(String place, String name, Object was, Object is) {
        if (!was.equals(is)) {
            compatible(place, "%s was %s and is %s", name, was, is);
        }
    }

    private void breaking(String place, String what, Object... arguments) {
        changes.add(Change.breaking(place, what.formatted(arguments)));
    }

    private void compatible(String place, String what, Object... arguments) {
        changes.add(Change.compatible(place, what.formatted(arguments)));
    }

    private static <T> Map<String, T> byName(List<T> specs, Function<T, String> name) {
        Map<String, T> byName = new LinkedHashMap<>();
        specs.forEach(spec -> byName.put(name.apply(spec), spec));
        return byName;
    }
}
