package io.chutes.template.llm.jinja;

/** A template that cannot be read or rendered; its message says the line and what is there. */
public final class JinjaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Whether the template itself raised it, about what it was given. */
    private final boolean raised;

    JinjaException(String message) {
        this(message, false);
    }

    private JinjaException(String message, boolean raised) {
        super(message);
        this.raised = raised;
    }

    static JinjaException at(int line, String message) {
        return new JinjaException("line %d: %s".formatted(line, message));
    }

    /** What {@code raise_exception} was called with. */
    static JinjaException raised(String message) {
        return new JinjaException(message, true);
    }

    /** Whether the template itself refused what it was given, by {@code raise_exception}. */
    public boolean isRaised() {
        return raised;
    }
}
