package io.chutes.samples.docs;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The pages of {@code docs/reference/} are what the code makes them. */
class ReferenceTest {
    @Test
    void tellsOfTheAnnotations() throws IOException {
        new Reference("annotations").mustBe(AnnotationsReference.text());
    }

    @Test
    void tellsOfTheCommands() throws IOException {
        new Reference("commands").mustBe(CommandsReference.text());
    }

    @Test
    void tellsOfTheProblems() throws IOException {
        new Reference("problems").mustBe(ProblemsReference.text());
    }
}
