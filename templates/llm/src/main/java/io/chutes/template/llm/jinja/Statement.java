package io.chutes.template.llm.jinja;

/** What writes something, or changes variables. */
@FunctionalInterface
interface Statement {
    Flow run(Scope scope, StringBuilder out);

    /** What follows. */
    enum Flow {
        ON,
        BREAK,
        CONTINUE
    }
}
