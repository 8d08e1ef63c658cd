package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process in a terminal: what it asks, and what Ctrl-C leaves. */
class TerminalTest {
    private static final int OF_CTRL_C = 130;

    @TempDir
    private static Path folder;

    private static EmbeddedPlatform platform;
    private static Tmux tmux;
    private static Path temporary;
    private static Path chutes;
    private static Cli alice;

    @BeforeAll
    static void deploys() throws IOException, InterruptedException {
        boolean isThere = Tmux.isThere();
        if (!isThere) {
            System.err.println("TerminalTest is skipped: there is no tmux");
        }
        assumeThat(isThere).as("tmux is there").isTrue();
        temporary = Files.createDirectories(folder.resolve("tmp"));
        chutes = command();
        platform = EmbeddedPlatform.start(
                new EmbeddedConfig(folder.resolve("data"), 0, PlatformProcess.CAPACITY, Duration.ofMillis(500)));
        alice = new Cli(folder.resolve("alice"));
        tmux = new Tmux(folder.resolve("tmux"), alice.environment());
        alice.done("register", "alice", "--url", platform.address().toString());
        alice.done("faucet", "5");
        alice.done("developer");
        HelloProject slow = HelloProject.in(folder.resolve("slow")).replace(".mapToObj(Tick::new)", """
                        .peek(_ -> java.util.concurrent.locks.LockSupport.parkNanos(50_000_000))
                        .mapToObj(Tick::new)
                        .onClose(() -> System.out.println("No more is counted"))""");
        alice.done("deploy", slow.folder().toString(), "--no-training", "--wait", "--yes");
    }

    @AfterAll
    static void ends() throws IOException, InterruptedException {
        if (tmux != null) { // it may have been skipped before
            tmux.end();
        }
        if (platform != null) {
            platform.close();
        }
    }

    /** As the launcher starts it, with a folder of temporary files that is for it alone. */
    private static Path command() throws IOException {
        Path script = Files.writeString(folder.resolve("chutes"), """
                #!/bin/sh
                exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir='%s' -cp '%s' io.chutes.cli.Main "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        temporary,
                        System.getProperty("java.class.path")));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private static Terminal chutes(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(chutes.toString()));
        command.addAll(Arrays.asList(arguments));
        return tmux.run(command.toArray(String[]::new));
    }

    @Test
    void asksOnATerminalAndNowhereElse() throws Exception {
        String key =
                alice.json("keys", "create", "laptop", "--admin").path("key").asText();

        Terminal login = chutes("login", "--url", platform.address().toString(), "--profile", "second");
        login.shows("The API key: ").type(key);
        assertThat(login.exit()).as(login.text()).isZero();
        assertThat(login.text()).contains("as alice; profile 'second'").doesNotContain(key);

        Terminal unsure = chutes("profiles", "delete", "second");
        Terminal sure = chutes("profiles", "delete", "second");
        Terminal absent = tmux.run("sh", "-c", chutes + " profiles delete second </dev/null | cat");
        assertThat(absent.shows("There is no terminal to ask on: say --yes").text())
                .doesNotContain("[y/N]");
        assertThat(unsure.shows("[y/N]").type("n").exit()).isEqualTo(5);
        assertThat(unsure.text()).contains("Nothing was done");
        assertThat(alice.json("profiles", "list")).hasSize(2);
        assertThat(sure.shows("[y/N]").type("y").exit()).isZero();
        assertThat(alice.json("profiles", "list")).hasSize(1);
    }

    @Test
    void endsWhatItFollowsAndTheWorkBehindIt() throws Exception {
        Terminal logs = chutes("logs", "hello", "--follow");
        Terminal stream = chutes("invoke", "hello", "/count", "{\"to\": 1000000}");
        stream.shows("{\"number\":2}");
        assertThat(logs.shows(" INFO ").text()).doesNotContain("No more is counted");

        assertThat(stream.interrupt().exit()).isEqualTo(OF_CTRL_C);

        logs.shows("No more is counted");
        assertThat(logs.interrupt().exit()).isEqualTo(OF_CTRL_C);
        assertThat(logs.text() + stream.text()).doesNotContain("chutes:", "Exception");
        assertThat(Stream.of(logs, stream).flatMap(it -> it.processes().stream()))
                .isEmpty();
    }

    @Test
    void leavesNothingOfAChuteThatItServes() throws Exception {
        HelloProject project = HelloProject.in(folder.resolve("served"));

        leavesNothing(project, "chutes-class-path");
        leavesNothing(project, "chutes-run");
        Terminal serves =
                chutes("run", project.folder().toString(), "--port", "0").shows("until Ctrl-C");
        assertThat(processes()).as("the chute").isNotEmpty();
        leavesNothing(serves);
    }

    /** Breaks it off while it has a file of such a name. */
    private static void leavesNothing(HelloProject project, String file) throws Exception {
        Terminal starts = chutes("run", project.folder().toString(), "--port", "0");
        Await.until("there is a " + file, () -> names(temporary).anyMatch(name -> name.startsWith(file)));
        leavesNothing(starts);
    }

    private static void leavesNothing(Terminal terminal) throws Exception {
        assertThat(terminal.interrupt().exit()).as(terminal.text()).isEqualTo(OF_CTRL_C);

        Await.until("all have ended", () -> processes().findAny().isEmpty());
        assertThat(temporary).isEmptyDirectory();
    }

    private static Stream<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> PlatformProcesses.worksIn(folder.resolve("served"), process.pid()));
    }

    private static Stream<String> names(Path folder) {
        return Stream.of(folder.toFile().listFiles()).map(File::getName);
    }
}
