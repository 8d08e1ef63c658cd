package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.samples.docs.Commands;
import io.chutes.samples.docs.Page;
import io.chutes.samples.docs.Page.Block;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/tutorial.md}, typed one after the other by somebody who has nothing yet. */
class TutorialTest {
    /** Commands whose first argument is a project's folder. */
    private static final Set<String> OF_A_FOLDER = Set.of("new", "plan", "deploy", "build", "verify");

    @TempDir
    private Path folder;

    private Cli reader;

    @BeforeEach
    void hasNothingYet() {
        reader = new Cli(folder).with("XDG_DATA_HOME", folder.resolve("data").toString());
    }

    @AfterEach
    void endsThePlatform() {
        reader.run("platform", "stop");
    }

    @Test
    void doesWhatItSays() throws IOException, InterruptedException {
        int typed = 0;
        for (Block block : Page.read(Page.DOCS.resolve("tutorial.md")).blocks()) {
            for (String entry : entries(block)) {
                String line = entry.lines().findFirst().orElseThrow().substring(2);
                String said = type(line);
                entry.lines().skip(1).forEach(shown -> assertThat(said)
                        .as("%s: what %s prints", block, line)
                        .containsPattern(pattern(shown)));
                typed++;
            }
        }

        assertThat(typed).isGreaterThan(15);
    }

    /** Each command with what follows it. */
    private static List<String> entries(Block block) {
        return block.language().equals("console")
                ? Stream.of(block.text().split("(?m)^(?=\\$ )", -1))
                        .filter(entry -> entry.startsWith("$ "))
                        .toList()
                : List.of();
    }

    private String type(String line) throws IOException, InterruptedException {
        List<String> words = Commands.of(line).getFirst();
        return Commands.isOurs(words) ? chutes(words.subList(1, words.size())) : shell(line);
    }

    private String chutes(List<String> words) throws IOException {
        List<String> arguments = new ArrayList<>(words);
        if (OF_A_FOLDER.contains(words.getFirst())) {
            arguments.set(1, folder.resolve(words.get(1)).toString());
        }
        if (words.equals(List.of("platform", "start"))) {
            arguments.addAll(List.of("--port", "0")); // the usual one may be somebody's
        }
        String said = reader.done(arguments.toArray(String[]::new));
        switch (String.join(" ", words)) {
            case "platform start" ->
                reader = reader.with(
                        "CHUTES_URL",
                        reader.json("platform", "status").path("url").asText());
            case "new greeter" ->
                new HelloProject(folder.resolve("greeter")).withMaven().withLibrary("Hello");
            default -> {}
        }
        return said;
    }

    private String shell(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(line + ": " + said).isZero();
        return said;
    }

    /** A line in which an ellipsis is anything, and a space any number of them. */
    private static Pattern pattern(String shown) {
        return Pattern.compile(Stream.of(shown.strip().split("…", -1))
                .map(part -> Stream.of(part.split(" +", -1)).map(Pattern::quote).collect(Collectors.joining(" +")))
                .collect(Collectors.joining(".*")));
    }
}
