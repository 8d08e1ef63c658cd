package io.chutes.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents show compiles, is understood, and is there. */
class DocsTest {
    @Test
    void showsJavaThatCompiles(@TempDir Path folder) throws IOException {
        List<String> complaints = new ArrayList<>();
        try (var blocks = new JavaBlocks(folder)) {
            for (Page page : Page.written()) {
                complaints.addAll(blocks.complaints(page));
            }
        }

        assertThat(complaints).isEmpty();
        assertThat(Page.written().stream().flatMap(page -> page.blocks().stream()))
                .filteredOn(block -> block.language().startsWith("java"))
                .hasSizeGreaterThan(20);
    }

    @Test
    void showsCommandsThatThereAre() {
        List<String> complaints = new ArrayList<>();
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks()) {
                for (String line : Commands.lines(block)) {
                    Commands.of(line).stream()
                            .filter(Commands::isOurs)
                            .flatMap(command -> Commands.complaints(command).stream())
                            .forEach(complaint -> complaints.add("%s: %s: %s".formatted(block, line, complaint)));
                }
            }
        }
        for (Page page : Page.written()) {
            page.codes().stream()
                    .flatMap(code -> Commands.of(code).stream())
                    .filter(Commands::isOurs)
                    .flatMap(command -> Commands.complaintsOfMention(command).stream())
                    .forEach(complaint -> complaints.add("%s: %s".formatted(page.file(), complaint)));
        }

        assertThat(complaints).isEmpty();
    }

    @Test
    void namesRoutesThatThereAre() {
        List<String> complaints = new ArrayList<>();
        for (Page page : Page.all()) {
            page.codes().stream()
                    .flatMap(code -> Routes.complaints(code).stream())
                    .forEach(complaint -> complaints.add("%s: %s".formatted(page.file(), complaint)));
            page.blocks().stream()
                    .flatMap(block -> Commands.lines(block).stream())
                    .flatMap(line -> Routes.complaintsOfCurl(line).stream())
                    .forEach(complaint -> complaints.add("%s: %s".formatted(page.file(), complaint)));
        }

        assertThat(complaints).isEmpty();
    }

    @Test
    void linksToWhatIsThere() {
        List<String> complaints = new ArrayList<>();
        for (Page page : Page.all()) {
            for (String link : page.links()) {
                if (!link.matches("[a-z]+:.*") && !leads(page, link)) {
                    complaints.add("%s: %s".formatted(page.file(), link));
                }
            }
        }

        assertThat(complaints).as("links that lead nowhere").isEmpty();
    }

    private static boolean leads(Page page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? page.file()
                : page.file().resolveSibling(parts[0]).normalize();
        boolean hasAnchor = parts.length == 2;
        return Files.exists(target)
                && (!hasAnchor || Page.read(target).anchors().contains(parts[1]));
    }

    @Test
    void itsIndexNamesEveryPage() {
        Set<String> named = Set.copyOf(Page.read(Page.DOCS.resolve("README.md")).links());

        assertThat(Page.written().stream()
                        .map(page -> page.file().getFileName().toString())
                        .filter(name -> !name.equals("README.md"))
                        .filter(name -> !named.contains(name))
                        .collect(Collectors.toSet()))
                .as("pages that docs/README.md does not link")
                .isEmpty();
    }
}
