package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.LockedFile;
import io.chutes.platform.manifest.WeightsLock;
import io.chutes.platform.weights.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code @Image} and {@code @Chute(readme)} say, in the image. */
final class ImageSettingsTest {
    @TempDir
    static Path cache;

    @BeforeAll
    static void standsOnTheBasesOfAll() throws IOException {
        TestBases.linkInto(cache);
    }

    @TempDir
    Path folder;

    @Test
    void setsVariablesUserFolderAndOptionsOfTheJvm() throws Exception {
        var spec = new ImageSpec(
                null,
                new TreeMap<>(Map.of("HOME", "/srv", "EMPTY", "", "GREETING", "a = b\n")),
                List.of(),
                "1000",
                "/srv/hello",
                List.of("-Xmx4g", "-Dname=a b"));

        OciArchive image = image(Projects.hello(folder, "", spec));

        JsonNode config = image.config().at("/config");
        assertThat(texts(config.at("/Env")))
                .contains("LANG=C.UTF-8", "EMPTY=", "GREETING=a = b\n", "PATH=/opt/java/bin", "HOME=/srv")
                .doesNotContain("HOME=/tmp");
        assertThat(config.at("/User").asText()).isEqualTo("1000");
        assertThat(config.at("/WorkingDir").asText()).isEqualTo("/srv/hello");
        assertThat(texts(config.at("/Entrypoint")))
                .startsWith(
                        "/opt/java/bin/java",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx4g",
                        "-Dname=a b",
                        "-cp")
                .endsWith("io.chutes.runtime.Main", "META-INF/chutes/hello.json");
        assertThat(names(image, 1)).contains("srv/hello/lib/apple-1.0.jar");
        assertThat(names(image, 3)).contains("srv/hello/classes.jar");
    }

    @Test
    void locksWeightsInALayerAndALabelAndAsksTheHubOnce() throws Exception {
        ChuteProject project = Projects.weighed(Projects.hello(folder, null), "hf://acme/tiny", "a".repeat(40));
        assertRefused(project, "set HF_ENDPOINT to the address of the Hub that has them");
        HttpServer hub = hub("/api/models/acme/tiny/tree/" + "a".repeat(40), """
                [{"type": "file", "path": "config.json", "size": 6, "oid": "ce013625030ba8dba906f756967f9e9ca394464a"},
                 {"type": "file", "path": "README.md", "size": 6, "oid": "ce013625030ba8dba906f756967f9e9ca394464a"}]""");
        var target = new ImageTarget.TarFile(folder.resolve("hello.tar"), "hello");
        String digest = new ImageBuilder(cache, step -> {})
                .withHub(Hub.of(Map.of(
                        "HF_ENDPOINT", "http://127.0.0.1:" + hub.getAddress().getPort())))
                .withoutTraining()
                .build(project, target)
                .digest();
        hub.stop(0);

        assertThat(build(project).digest()).isEqualTo(digest);
        var image = new OciArchive(folder.resolve("hello.tar"));
        String lock = image.config().at("/config/Labels/io.chutes.weights").asText();
        assertThat(WeightsLock.read(lock).weights()).singleElement().satisfies(weights -> assertThat(weights.files())
                .containsExactly(
                        new LockedFile("config.json", 6, "gitoid:blob:sha1:ce013625030ba8dba906f756967f9e9ca394464a")));
        assertThat(names(image, 2)).contains("app/lib/chutes-runtime-server-0.1.0.jar");
        assertThat(names(image, 3)).contains("app/weights.lock.json");
        assertThat(names(image, 4)).contains("app/classes.jar");
    }

    private static HttpServer hub(String path, String listing) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = listing.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    @Test
    void leavesTheCollectorToTheChuteThatNamesOne() throws Exception {
        var spec = new ImageSpec(null, new TreeMap<>(), List.of(), "1000", "/app", List.of("-XX:+UseZGC"));

        OciArchive image = image(Projects.hello(folder, "", spec));

        assertThat(texts(image.config().at("/config/Entrypoint")))
                .startsWith("/opt/java/bin/java", "--enable-native-access=ALL-UNNAMED", "-XX:+UseZGC", "-cp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PATH          | sets PATH, which the image or the runtime sets itself",
                "JAVA_HOME     | sets JAVA_HOME, which the image or the runtime sets itself",
                "LANG          | sets LANG, which the image or the runtime sets itself",
                "CHUTES_PORT   | sets CHUTES_PORT, which the image or the runtime sets itself",
            })
    void refusesVariablesThatTheRuntimeNeeds(String name, String message) throws Exception {
        var env = new TreeMap<>(Map.of(name, "/elsewhere"));
        var spec = new ImageSpec(null, env, List.of(), "1000", "/app", List.of());

        assertRefused(Projects.hello(folder, "", spec), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Main            | taken for the main class",
                "@options        | taken for the main class",
                "-jar            | something other than the runtime",
                "-cp             | something other than the runtime",
                "--class-path=x  | something other than the runtime",
                "--version       | something other than the runtime",
                "--add-opens     | has no value",
            })
    void refusesOptionsThatStartSomethingElse(String option, String message) throws Exception {
        var spec = new ImageSpec(null, new TreeMap<>(), List.of(), "1000", "/app", List.of("-Xmx4g", option));
        ChuteProject project = Projects.hello(folder, "", spec);

        assertRefused(project, "@Image(jvmOptions) has '" + option + "'");
        assertRefused(project, message);
    }

    @Test
    void copiesFilesAndFoldersInALayerOfTheirOwn() throws Exception {
        Projects.write(folder.resolve("voices/ada.txt"), "Ada");
        Projects.write(folder.resolve("voices/more/bob.txt"), "Bob");
        Projects.write(folder.resolve("run.sh"), "#!/bin/sh");
        Files.setPosixFilePermissions(folder.resolve("run.sh"), PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder.resolve("voices/none"));
        Files.createSymbolicLink(folder.resolve("voices/linked.txt"), Path.of("more/bob.txt"));

        OciArchive image = image(withFiles("voices", "./run.sh", "voices/more"));

        assertThat(image.layers()).hasSize(5);
        assertThat(names(image, 3))
                .containsExactly(
                        "app/run.sh", "app/voices/ada.txt", "app/voices/linked.txt", "app/voices/more/bob.txt");
        assertThat(image.entries(3)).extracting(TarArchiveEntry::getName).contains("app/voices/none/");
        assertThat(image.files(3))
                .extracting(entry -> Integer.toOctalString(entry.getMode() & 0777))
                .containsExactly("755", "644", "644", "644");
        assertThat(image.entries(3)).allSatisfy(entry -> {
            assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(Instant.ofEpochSecond(1));
            assertThat(entry.getLongUserId()).isZero();
        });
    }

    @Test
    void givesTheSameDigestForTheSameFilesElsewhere() throws Exception {
        for (String place : List.of("here", "there")) {
            Projects.write(folder.resolve(place).resolve("voices/ada.txt"), "Ada");
            Projects.write(folder.resolve(place).resolve("README.md"), "# Hello");
        }
        Projects.setTimes(folder.resolve("there"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        Files.setPosixFilePermissions(
                folder.resolve("there/voices/ada.txt"), PosixFilePermissions.fromString("rw-rw-rw-"));
        var spec = new ImageSpec(null, new TreeMap<>(), List.of("voices"), "65532", "/app", List.of());

        BuiltImage here = build(Projects.hello(folder.resolve("here"), "README.md", spec));
        BuiltImage there = build(Projects.hello(folder.resolve("there"), "README.md", spec));
        Projects.write(folder.resolve("there/voices/ada.txt"), "Bob");
        BuiltImage changed = build(Projects.hello(folder.resolve("there"), "README.md", spec));

        assertThat(there.digest()).isEqualTo(here.digest());
        assertThat(changed.digest()).isNotEqualTo(here.digest());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/passwd", "a/../../outside", ".", "", "a/.."})
    void refusesPathsThatAreNotBelowTheProject(String path) throws Exception {
        assertRefused(withFiles(path), "@Image(files) names '" + path + "', which is not below the project's folder");
    }

    @Test
    void namesTheFileThatIsMissing() throws Exception {
        assertRefused(withFiles("voices"), "@Image(files) names voices, but there is no " + folder.resolve("voices"));
    }

    @Test
    void refusesLinksThatLeadOutOfTheProject(@TempDir Path outside) throws Exception {
        Path secret = Projects.write(outside.resolve("secret.txt"), "secret");
        Files.createDirectories(folder.resolve("voices"));
        Files.createSymbolicLink(folder.resolve("voices/file.txt"), secret);
        assertRefused(withFiles("voices"), "voices/file.txt is a link that leads out of the project");

        Files.delete(folder.resolve("voices/file.txt"));
        Files.createSymbolicLink(folder.resolve("voices/folder"), outside);
        assertRefused(withFiles("voices"), "voices/folder is a link that leads out of the project");
        assertRefused(withFiles("voices/folder/secret.txt"), "leads out of the project");
    }

    @Test
    void refusesLinksThatGoRoundOrNowhere() throws Exception {
        Files.createDirectories(folder.resolve("a"));
        Files.createDirectories(folder.resolve("b"));
        Files.createSymbolicLink(folder.resolve("a/b"), Path.of("../b"));
        Files.createSymbolicLink(folder.resolve("b/a"), Path.of("../a"));
        assertRefused(withFiles("a"), "a/b/a is a link to a folder that it lies in");

        Files.createDirectories(folder.resolve("c"));
        Files.createSymbolicLink(folder.resolve("c/d"), Path.of("nowhere"));
        assertRefused(withFiles("c"), "there is no " + folder.resolve("c/d"));
    }

    @Test
    void keepsFilesApartFromTheClassPath() throws Exception {
        Projects.write(folder.resolve("lib/evil.jar"), "evil");

        assertRefused(withFiles("lib"), "/app/lib in the image is the runtime's");
    }

    @Test
    void putsTheReadmeIntoALabel() throws Exception {
        String start = "# Grüße\r\n";
        Projects.write(folder.resolve("docs/README.md"), start + "x".repeat(16_384 - start.length()));

        OciArchive image = image(Projects.hello(folder, "docs/README.md", ImageSpec.DEFAULT));

        assertThat(image.config().at("/config/Labels").path("io.chutes.readme").asText())
                .startsWith(start)
                .hasSize(16_384);
    }

    @Test
    void refusesAReadmeThatIsMissingOrTooLongOrNoText() throws Exception {
        ChuteProject project = Projects.hello(folder, "README.md", ImageSpec.DEFAULT);
        assertRefused(project, "@Chute(readme) names README.md, but there is no " + folder.resolve("README.md"));

        Projects.write(folder.resolve("README.md"), "x".repeat(16_385));
        assertRefused(project, "must be at most 16384 characters and has 16385");

        Files.write(folder.resolve("README.md"), "Grüße".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(project, "@Chute(readme) names README.md, which is not UTF-8 text");

        assertRefused(Projects.hello(folder, "target", ImageSpec.DEFAULT), "which is no file");
        assertRefused(Projects.hello(folder, "../README.md", ImageSpec.DEFAULT), "not below the project's folder");
    }

    private ChuteProject withFiles(String... files) throws IOException {
        return Projects.hello(
                folder, "", new ImageSpec(null, new TreeMap<>(), List.of(files), "65532", "/app", List.of()));
    }

    private void assertRefused(ChuteProject project, String message) {
        assertThatThrownBy(() -> build(project))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(message);
    }

    private OciArchive image(ChuteProject project) throws IOException, InterruptedException {
        build(project);
        return new OciArchive(folder.resolve("hello.tar"));
    }

    private BuiltImage build(ChuteProject project) throws InterruptedException {
        var target = new ImageTarget.TarFile(folder.resolve("hello.tar"), "hello");
        return new ImageBuilder(cache, step -> {}).withoutTraining().build(project, target);
    }

    private static List<String> names(OciArchive image, int layer) throws IOException {
        return image.files(layer).stream().map(TarArchiveEntry::getName).toList();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
