package io.chutes.template.llm.jinja;

/** What was never given: it prints as nothing, and has no parts. */
record Undefined(String name) {
    JinjaException used() {
        return new JinjaException("'%s' is undefined".formatted(name));
    }
}
