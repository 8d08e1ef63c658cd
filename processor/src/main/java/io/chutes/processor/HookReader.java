package io.chutes.processor;

import io.chutes.annotation.OnShutdown;
import io.chutes.annotation.OnStartup;
import io.chutes.annotation.Warmup;
import io.chutes.platform.manifest.Range;
import io.chutes.processor.HookModel.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.util.Types;

/** Reads the {@code @OnStartup}, {@code @Warmup} and {@code @OnShutdown} methods of a chute. */
final class HookReader {
    private static final Range<Integer> PRIORITY = new Range<>(0, 100);

    private final Members members;
    private final StartupMethods methods;
    private final Complaints complaints;

    HookReader(Types types, Members members, Complaints complaints) {
        this.members = members;
        this.methods = new StartupMethods(types, members, complaints);
        this.complaints = complaints;
    }

    List<HookModel> read() {
        List<HookModel> hooks = new ArrayList<>();
        for (ExecutableElement method : members.methods()) {
            members.find(method, OnStartup.class)
                    .ifPresent(annotation -> hooks.add(hook(method, Kind.STARTUP, priority(annotation))));
            members.find(method, Warmup.class).ifPresent(_ -> hooks.add(hook(method, Kind.WARMUP, 0)));
            members.find(method, OnShutdown.class)
                    .ifPresent(annotation -> hooks.add(hook(method, Kind.SHUTDOWN, priority(annotation))));
        }
        hooks.sort(Comparator.comparing(HookModel::kind).thenComparing(HookModel::priority));
        return hooks;
    }

    private int priority(WrittenAnnotation annotation) {
        return complaints.settings(annotation).number("priority", PRIORITY);
    }

    private HookModel hook(ExecutableElement method, Kind kind, int priority) {
        String role = "A " + kind.name().toLowerCase(Locale.ROOT) + " method";
        boolean takesContext = methods.check(method, role);
        if (method.getReturnType().getKind() != TypeKind.VOID) {
            complaints.at(
                    method,
                    "%s returns nothing, this one returns %s: nobody would get it",
                    role,
                    method.getReturnType());
        }
        return new HookModel(kind, method.getSimpleName().toString(), priority, takesContext);
    }
}
