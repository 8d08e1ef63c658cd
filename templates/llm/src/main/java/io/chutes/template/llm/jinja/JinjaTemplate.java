package io.chutes.template.llm.jinja;

import java.time.ZonedDateTime;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A template that was read once and is rendered often. Safe for threads. */
public final class JinjaTemplate {
    private final Map<String, Callable> globals;
    private final Statement body;

    private JinjaTemplate(Map<String, Callable> globals, Statement body) {
        this.globals = globals;
        this.body = body;
    }

    /**
     * Reads a template.
     *
     * @param clock what time {@code strftime_now} tells
     * @throws JinjaException if it is none, or uses a tag, filter, test, function or method that is not known here
     */
    public static JinjaTemplate parse(String source, Supplier<ZonedDateTime> clock) {
        Map<String, Callable> globals = new Globals(clock).all();
        return new JinjaTemplate(globals, TemplateParser.parse(source, globals.keySet()));
    }

    /**
     * Its text with these variables.
     *
     * @throws JinjaException if it refuses them, or does with them what cannot be done
     */
    public String render(Map<String, ? extends @Nullable Object> variables) {
        var scope = new Scope(null);
        globals.forEach(scope::set);
        variables.forEach((name, value) -> scope.set(name, Values.of(value)));
        var text = new StringBuilder();
        body.run(scope, text);
        return text.toString();
    }
}
