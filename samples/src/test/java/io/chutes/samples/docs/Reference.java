package io.chutes.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of {@code docs/reference/}, which is made from the code. */
record Reference(String name) {
    private static final boolean WRITE = "write".equals(System.getProperty("docs"));

    /** Fails unless the page is this text; with {@code -Ddocs=write} it becomes it. */
    void mustBe(String text) throws IOException {
        Path file = Page.DOCS.resolve("reference").resolve(name + ".md");
        if (WRITE) {
            Files.writeString(file, text);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "docs/reference/%s.md is made from the code, which has changed: mvn -pl samples -am test "
                                + "-Dtest=*ReferenceTest,OpenApiRoutesTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs=write",
                        name)
                .isEqualTo(text);
    }
}
