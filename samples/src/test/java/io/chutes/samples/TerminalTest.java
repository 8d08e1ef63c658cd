package io.chutes.samples;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The command as its launcher starts it, in a terminal: what it asks, what it shows, and what Ctrl-C leaves. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TerminalTest {
    private static final int OF_CTRL_C = 130;
    private static final Pattern ADDRESS = Pattern.compile("http://127.0.0.1:\\d+");

    @TempDir
    private static Path folder;

    private static Tmux tmux;
    private static Path data;
    private static Path temporary;
    private static Path chutes;
    private static HelloProject slow;
    private static Terminal quickstart;
    private static String address;
    private static Cli demo;

    @BeforeAll
    static void quickstarts() throws IOException, InterruptedException {
        boolean isThere = Tmux.isThere();
        if (!isThere) {
            System.err.println("TerminalTest is skipped: there is no tmux");
        }
        assumeThat(isThere).as("tmux is there").isTrue();
        data = folder.resolve("data");
        temporary = Files.createDirectories(folder.resolve("tmp"));
        chutes = install(folder.resolve("where chutes is"));
        demo = new Cli(folder.resolve("demo"));
        Map<String, String> variables = new HashMap<>(demo.environment());
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("HOME", ""); // without a cache the launcher makes nothing behind the command's back
        tmux = new Tmux(folder.resolve("tmux"), variables);
        slow = HelloProject.in(folder.resolve("slow")).replace(".mapToObj(Tick::new)", """
                        .peek(_ -> java.util.concurrent.locks.LockSupport.parkNanos(50_000_000))
                        .mapToObj(Tick::new)
                        .onClose(() -> System.out.println("No more is counted to " + request.to()))""");
        quickstart = quickstart();
        quickstart.shows(" s  Platform");
        for (String step : List.of("Account", "Compile", "Image", "Deploy", "Ledger", "until Ctrl-C")) {
            quickstart.shows(step);
        }
        Matcher found = ADDRESS.matcher(quickstart.text());
        assertThat(found.find()).isTrue();
        address = found.group();
        String key = Files.readString(data.resolve("demo.key"));
        assertThat(demo.given(key, "login", "--url", address).exit()).isZero();
    }

    @AfterAll
    static void ends() throws IOException, InterruptedException {
        if (tmux != null) { // it may have been skipped before
            tmux.end();
            Await.until(
                    "the platform has ended", () -> processes(data).findAny().isEmpty());
        }
    }

    /** As the archive lays it out, but for the jars, which one jar names. */
    private static Path install(Path home) throws IOException {
        Path launcher = Path.of("..", "cli", "src", "main", "launcher");
        Path program = Files.createDirectories(home.resolve("bin")).resolve("chutes");
        Path libraries = Files.createDirectories(home.resolve("lib"));
        Files.copy(launcher.resolve("chutes"), program);
        Files.copy(launcher.resolve("jdk.sh"), libraries.resolve("jdk.sh"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("logback")) // which the command does without
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        new JarOutputStream(Files.newOutputStream(libraries.resolve("chutes-cli-0.jar")), manifest).close();
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private static Terminal quickstart(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(chutes.toString(), "quickstart", "--port", "0"));
        command.addAll(
                List.of("--data", data.toString(), "--sample", slow.folder().toString()));
        command.addAll(List.of(more));
        return tmux.run(command.toArray(String[]::new));
    }

    private static Terminal chutes(String... arguments) throws IOException, InterruptedException {
        return chutes(Map.of(), arguments);
    }

    /** With a folder of temporary files that is for it alone. */
    private static Terminal chutes(Map<String, String> variables, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "JDK_JAVA_OPTIONS=-Djava.io.tmpdir=" + temporary));
        variables.forEach((name, value) -> command.add(name + "=" + value));
        command.add(chutes.toString());
        command.addAll(List.of(arguments));
        return tmux.run(command.toArray(String[]::new));
    }

    @Test
    void asksOnATerminalAndNowhereElse() throws Exception {
        String key =
                demo.json("keys", "create", "laptop", "--admin").path("key").asText();

        Terminal login = chutes("login", "--url", address, "--profile", "second");
        login.shows("The API key: ").type(key);
        assertThat(login.exit()).as(login.text()).isZero();
        assertThat(login.text()).contains("as demo; profile 'second'").doesNotContain(key);

        Terminal unsure = chutes("profiles", "delete", "second");
        Terminal sure = chutes("profiles", "delete", "second");
        Terminal absent = tmux.run("sh", "-c", "'" + chutes + "' profiles delete second </dev/null | cat");
        assertThat(absent.shows("There is no terminal to ask on: say --yes").text())
                .doesNotContain("[y/N]");
        assertThat(unsure.shows("[y/N]").type("n").exit()).isEqualTo(5);
        assertThat(unsure.text()).contains("Nothing was done");
        assertThat(demo.json("profiles", "list")).hasSize(2);
        assertThat(sure.shows("[y/N]").type("y").exit()).isZero();
        assertThat(demo.json("profiles", "list")).hasSize(1);
    }

    @Test
    void endsWhatItFollowsAndTheWorkBehindIt() throws Exception {
        Terminal logs = chutes("logs", "hello", "--follow");
        Terminal stream = chutes("invoke", "hello", "/count", "{\"to\": 1000000}");
        stream.shows("{\"number\":2}");
        assertThat(logs.shows(" INFO ").text()).doesNotContain("No more is counted to 1000000");

        assertThat(stream.interrupt().exit()).isEqualTo(OF_CTRL_C);

        logs.shows("No more is counted to 1000000");
        assertThat(logs.interrupt().exit()).isEqualTo(OF_CTRL_C);
        assertThat(logs.text() + stream.text()).doesNotContain("chutes:", "Exception");
        assertThat(Stream.of(logs, stream).flatMap(it -> it.processes().stream()))
                .isEmpty();
    }

    @Test
    void leavesNothingOfAChuteThatItServes() throws Exception {
        HelloProject project = HelloProject.in(folder.resolve("served"));
        Terminal serves =
                chutes("run", project.folder().toString(), "--port", "0").shows("until Ctrl-C");
        assertThat(processes(project.folder())).as("the chute").isNotEmpty();
        assertThat(headOfOldCall(serves)).as("longer than clients keep them").contains("Keep-alive: timeout=75");

        leavesNothing(serves);
    }

    /** Of HTTP/1.0, whose callers are told how long a connection is kept. */
    private static String headOfOldCall(Terminal serves) throws IOException {
        Matcher shown = ADDRESS.matcher(serves.text());
        assertThat(shown.find()).isTrue();
        try (var socket = new Socket("127.0.0.1", URI.create(shown.group()).getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(256), US_ASCII);
        }
    }

    @Test
    void showsWhatItMakesAndLeavesNoHalfOfIt() throws Exception {
        HelloProject project =
                HelloProject.in(folder.resolve("broken")).replace("name = \"hello\"", "name = \"broken\"");
        String of = project.folder().toString();
        Path caches = folder.resolve("cache/chutes");
        SharedCache.linkInto(caches, "base");
        // As if the launcher had its own made already.
        Files.createDirectories(caches.resolve("start")
                .resolve(chutes.getParent().getParent().toString().replace('/', '%') + "%")
                .resolve("making"));
        Map<String, String> cache = Map.of("XDG_CACHE_HOME", caches.getParent().toString());

        Terminal compiles = chutes(cache, "deploy", of, "--yes");
        Await.until(
                "Maven is asked for the class path",
                () -> Stream.of(temporary.toFile().list()).anyMatch(name -> name.startsWith("chutes-class-path")));
        leavesNothing(compiles.shows("Compiling " + of));
        Terminal trains = chutes(cache, "deploy", of, "--yes").shows("Training the AOT cache");
        Await.until("the bar is drawn", () -> trains.text().contains("-####-"));
        leavesNothing(trains);
        Terminal pushes = chutes(cache, "push", of, "--no-training").shows("Building the image and pushing");
        leavesNothing(pushes);

        assertThat(compiles.text() + trains.text() + pushes.text()).doesNotContain("chutes:", "Exception", "---");
        try (Stream<Path> made = Files.walk(caches)) {
            assertThat(made.filter(Files::isRegularFile).map(caches::relativize).map(Path::toString))
                    .noneMatch(name -> name.contains("/.") || name.contains("/tmp/"));
        }
        assertThat(demo.json("chutes", "list")).hasSize(1);
        assertThat(demo.json("images", "list"))
                .noneMatch(image -> image.toString().contains("broken"));
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void quickstartsAgainWhereOneWasBrokenOff() throws Exception {
        assertThat(quickstart.text()).doesNotContain("---", "##");
        assertThat(quickstart.interrupt().exit()).as(quickstart.text()).isEqualTo(OF_CTRL_C);
        Await.until("its platform has ended", () -> processes(data).findAny().isEmpty());

        Terminal again = quickstart("--exit");
        assertThat(again.exit()).as(again.text()).isZero();
        assertThat(again.text()).contains("POST http", "Ledger").containsPattern("Image +\\d+\\.\\d s +sha256:");
        assertThat(processes(data)).isEmpty();
    }

    private static void leavesNothing(Terminal terminal) throws Exception {
        assertThat(terminal.interrupt().exit()).as(terminal.text()).isEqualTo(OF_CTRL_C);

        Await.until("all but the platform have ended", () -> processes(folder)
                .allMatch(process -> PlatformProcesses.worksIn(data, process.pid())));
        assertThat(temporary).isEmptyDirectory();
    }

    private static Stream<ProcessHandle> processes(Path folder) {
        return ProcessHandle.allProcesses().filter(process -> PlatformProcesses.worksIn(folder, process.pid()));
    }
}
