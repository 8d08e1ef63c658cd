package io.chutes.platform.manifest.diff;

import io.chutes.platform.manifest.EndpointSpec;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.manifest.Manifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        Set<EndpointSpec> known = new HashSet<>();
        for (EndpointSpec was : before.endpoints()) {
            Optional<EndpointSpec> same = same(was, before.endpoints(), after.endpoints());
            same.ifPresentOrElse(
                    is -> changes.addAll(new EndpointDiff(was, is).changes()),
                    () -> breaking(was.name(), "%s %s is gone", was.method(), was.path()));
            same.ifPresent(known::add);
        }
        for (EndpointSpec is : after.endpoints()) {
            if (!known.contains(is)) {
                compatible(is.name(), "%s %s is new", is.method(), is.path());
            }
            before.endpoints().stream()
                    .filter(was -> takesFrom(is, was))
                    .filter(was -> before.endpoints().stream().noneMatch(other -> isSameAddress(other, is)))
                    .forEach(was -> breaking(
                            was.name(), "calls to %s that were answered by %s are no longer", is.path(), was.path()));
        }
    }

    /** The one of its name, or else the one of its address, unless that is another's by name: callers see no names. */
    private static Optional<EndpointSpec> same(EndpointSpec was, List<EndpointSpec> before, List<EndpointSpec> after) {
        Optional<EndpointSpec> named =
                after.stream().filter(is -> is.name().equals(was.name())).findFirst();
        return named.or(() -> after.stream()
                .filter(is -> isSameAddress(was, is))
                .filter(is -> before.stream().noneMatch(other -> other.name().equals(is.name())))
                .findFirst());
    }

    private static boolean isSameAddress(EndpointSpec one, EndpointSpec other) {
        return one.method().equals(other.method())
                && one.template().shape().equals(other.template().shape());
    }

    private static boolean takesFrom(EndpointSpec is, EndpointSpec was) {
        return is.method().equals(was.method()) && is.template().takesFrom(was.template());
    }

    private void jobs(Manifest before, Manifest after) {
        Map<String, JobSpec> left = byName(before.jobs());
        Map<String, JobSpec> right = byName(after.jobs());
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
        changes.addAll(SettingsDiff.between(before, after));
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

    private static Map<String, JobSpec> byName(List<JobSpec> jobs) {
        Map<String, JobSpec> byName = new LinkedHashMap<>();
        jobs.forEach(job -> byName.put(job.name(), job));
        return byName;
    }
}
