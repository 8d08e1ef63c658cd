package io.chutes.processor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;

/** Regular expressions as the language has them that JSON Schema names: in Java's own, {@code $} is also before a last line feed. */
public final class EcmaScript {
    private static final Map<String, Function> FINDERS = new ConcurrentHashMap<>();

    private EcmaScript() {}

    /** Whether a pattern is found in a text. */
    public static boolean finds(String pattern, String text) {
        try (Context context = Context.enter()) {
            Function finder = FINDERS.computeIfAbsent(pattern, unknown -> finder(context, unknown));
            return (Boolean) finder.call(context, finder.getParentScope(), finder, new Object[] {text});
        }
    }

    private static Function finder(Context context, String pattern) {
        context.setLanguageVersion(Context.VERSION_ES6);
        Scriptable scope = context.initSafeStandardObjects();
        scope.put("source", scope, pattern);
        return (Function) context.evaluateString(
                scope,
                "var pattern = new RegExp(source); (function (text) { return pattern.test(text); })",
                "finder",
                1,
                null);
    }
}
