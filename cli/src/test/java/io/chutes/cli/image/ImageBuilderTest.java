package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageBuilderTest {
    /** For all tests but one, as the base image takes seconds to make. */
    @TempDir
    static Path cache;

    @BeforeAll
    static void standsOnTheBasesOfAll() throws IOException {
        TestBases.linkInto(cache);
    }

    @TempDir
    Path folder;

    @Test
    void givesTheSameDigestInAnotherFolderAtAnotherTime(@TempDir Path otherCache) throws Exception {
        ChuteProject here = Projects.hello(folder.resolve("here"), null);
        ChuteProject there = Projects.hello(folder.resolve("far/away"), null);
        Projects.setTimes(folder.resolve("far"), FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

        BuiltImage first = build(cache, here, "first.tar");
        BuiltImage second = build(otherCache, there, "second.tar");

        assertThat(second).isEqualTo(first);
        assertThat(first.digest()).matches("sha256:[0-9a-f]{64}");
        assertThat(new OciArchive(folder.resolve("first.tar")).digest()).isEqualTo(first.digest());
    }

    @Test
    void ordersLayersByHowOftenTheyChange() throws Exception {
        OciArchive image = image(Projects.hello(folder, null), "hello.tar");

        assertThat(image.layers()).hasSize(4);
        assertThat(names(image, 0)).contains("opt/java/bin/java", "opt/java/lib/modules", "etc/passwd");
        assertThat(names(image, 1)).containsExactly("app/lib/apple-1.0.jar", "app/lib/zebra-1.0.jar");
        assertThat(names(image, 2)).containsExactly("app/lib/chutes-runtime-server-0.1.0.jar");
        assertThat(names(image, 3)).containsExactly("app/classes.jar");
    }

    @Test
    void normalisesTimesOwnersAndModes() throws Exception {
        ChuteProject project = Projects.hello(folder, null);
        assertThat(project.classes().resolve("com/example/Hello.class").toFile().setExecutable(true))
                .isTrue();

        OciArchive image = image(project, "hello.tar");

        for (int layer = 0; layer < 4; layer++) {
            assertThat(image.entries(layer)).allSatisfy(entry -> {
                assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(Instant.ofEpochSecond(1));
                assertThat(entry.getLongUserId()).isZero();
                assertThat(entry.getLongGroupId()).isZero();
            });
        }
        assertThat(image.files(3)).allSatisfy(entry -> assertThat(mode(entry)).isEqualTo("644"));
        assertThat(image.entries(0)).anySatisfy(entry -> {
            assertThat(entry.getName()).isEqualTo("opt/java/bin/java");
            assertThat(mode(entry)).isEqualTo("755");
        });
        assertThat(image.entries(0)).anySatisfy(entry -> {
            assertThat(entry.getName()).isEqualTo("tmp/");
            assertThat(mode(entry)).isEqualTo("777");
        });
    }

    @Test
    void startsTheRuntimeOnRelativePathsInTheOrderOfTheBuild() throws Exception {
        ChuteProject project = Projects.hello(folder, null);

        JsonNode config = image(project, "hello.tar").config().at("/config");

        assertThat(texts(config.at("/Entrypoint")))
                .containsExactly(
                        "/opt/java/bin/java",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        "lib/chutes-runtime-server-0.1.0.jar:lib/zebra-1.0.jar:lib/apple-1.0.jar:classes.jar",
                        "io.chutes.runtime.Main",
                        "META-INF/chutes/hello.json");
        assertThat(config.at("/User").asText()).isEqualTo("65532");
        assertThat(config.at("/WorkingDir").asText()).isEqualTo("/app");
        assertThat(config.at("/ExposedPorts").fieldNames()).toIterable().containsExactly("8000/tcp");
        JsonNode labels = config.at("/Labels");
        assertThat(labels.path("io.chutes.manifest").asText()).isEqualTo(project.manifestJson());
        assertThat(labels.path("io.chutes.sdk").asText()).isEqualTo("0.1.0");
        assertThat(labels.path("org.opencontainers.image.title").asText()).isEqualTo("hello");
        assertThat(labels.path("org.opencontainers.image.description").asText()).isEqualTo("Says hello");
    }

    @Test
    void changesOnlyTheClassesLayerWithAClassEvenWhenItsTimeStays() throws Exception {
        ChuteProject project = Projects.hello(folder.resolve("project"), null);
        FileTime time = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
        Projects.setTimes(folder.resolve("project"), time);
        List<String> before = image(project, "before.tar").layers();

        Projects.write(project.classes().resolve("com/example/Hello.class"), "Hallo");
        Projects.setTimes(folder.resolve("project"), time);
        List<String> after = image(project, "after.tar").layers();

        assertThat(after.subList(0, 3)).isEqualTo(before.subList(0, 3));
        assertThat(after.get(3)).isNotEqualTo(before.get(3));
    }

    @Test
    void keepsJarsOfOneNameApart() throws Exception {
        Path one = Projects.jar(folder.resolve("one/model-1.0.jar"), "one/One.class");
        Path two = Projects.jar(folder.resolve("two/model-1.0.jar"), "two/Two.class");
        ChuteProject project = Projects.with(Projects.hello(folder, null), one, two, one);

        OciArchive image = image(project, "hello.tar");

        String first = "lib/" + Sha256.of(one).substring(0, 12) + "-model-1.0.jar";
        String second = "lib/" + Sha256.of(two).substring(0, 12) + "-model-1.0.jar";
        assertThat(texts(image.config().at("/config/Entrypoint")).get(4))
                .isEqualTo(first + ":" + second + ":classes.jar");
        assertThat(names(image, 1)).containsExactlyInAnyOrder("app/" + first, "app/" + second);
    }

    @Test
    void makesAJarOfAFolderOfTheClassPath() throws Exception {
        Path other = folder.resolve("other/target/classes");
        Projects.write(other.resolve("org/other/Other.class"), "Other");
        ChuteProject project = Projects.with(Projects.hello(folder, null), other);

        OciArchive image = image(project, "hello.tar");

        String classPath = texts(image.config().at("/config/Entrypoint")).get(4);
        assertThat(classPath).matches("lib/[0-9a-f]{12}.jar:classes.jar");
        assertThat(names(image, 1)).containsExactly("app/" + classPath.substring(0, classPath.indexOf(':')));
    }

    @Test
    void namesTheEntryOfTheClassPathThatIsMissing() throws Exception {
        Path missing = folder.resolve("missing-1.0.jar");
        ChuteProject project = Projects.with(Projects.hello(folder, null), missing);

        assertThatThrownBy(() -> build(cache, project, "hello.tar"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void pushesWithTheKeyToARegistryOnThisMachine() throws Exception {
        try (LocalRegistry registry = new LocalRegistry("me", "secret")) {
            ChuteProject project = Projects.hello(folder, null);

            BuiltImage pushed = new ImageBuilder(cache, step -> {})
                    .withoutTraining()
                    .build(project, new ImageTarget.Registry(registry.host() + "/me/hello:1", "me", "secret"));

            assertThat(pushed.digest())
                    .isEqualTo(build(cache, project, "hello.tar").digest());
            assertThat(registry.manifests()).contains(pushed.digest());
        }
    }

    @Test
    void sendsOnlyTheLayersThatTheRegistryDoesNotHave() throws Exception {
        try (LocalRegistry registry = new LocalRegistry("me", "secret")) {
            ChuteProject project = Projects.hello(folder, null);
            var target = new ImageTarget.Registry(registry.host() + "/me/hello:1", "me", "secret");
            List<String> steps = new ArrayList<>();
            var builder = new ImageBuilder(cache, steps::add).withoutTraining();
            assertThat(builder.pushed(project, target)).isEmpty();
            String digest = builder.build(project, target).digest();
            assertKnownUntilSomethingChanges(project, target, digest);
            steps.clear();

            Projects.write(project.classes().resolve("com/example/Hello.class"), "Hallo");
            builder.build(project, target);

            assertThat(steps)
                    .contains(
                            "  layer base: already there",
                            "  layer libraries: already there",
                            "  layer runtime: already there")
                    .last()
                    .asString()
                    .matches("  layer classes: \\d{3} bytes pushed");
        }
    }

    private void assertKnownUntilSomethingChanges(ChuteProject project, ImageTarget.Registry target, String digest)
            throws Exception {
        var trained = new ImageBuilder(cache, step -> {});
        var builder = trained.withoutTraining();
        assertThat(builder.pushed(project, target)).contains(digest);
        assertThat(trained.pushed(project, target)).isEmpty();
        var elsewhere = new ImageTarget.Registry(target.reference() + "2", "me", "secret");
        assertThat(builder.pushed(project, elsewhere)).isEmpty();
        assertThat(builder.pushed(
                        Projects.with(project, project.classPath().reversed().toArray(Path[]::new)), target))
                .isEmpty();

        Path hello = project.classes().resolve("com/example/Hello.class");
        Files.writeString(hello, "Hallo");
        assertThat(builder.pushed(project, target)).isEmpty();
        Files.writeString(hello, "Hello");
        assertThat(builder.pushed(project, target)).contains(digest);

        Path jar = project.classPath().getLast();
        byte[] content = Files.readAllBytes(jar);
        FileTime time = Files.getLastModifiedTime(jar);
        content[content.length - 1] ^= 1;
        Files.write(jar, content);
        Files.setLastModifiedTime(jar, time);
        assertThat(builder.pushed(project, target)).isEmpty();
        content[content.length - 1] ^= 1;
        Files.write(jar, content);
    }

    @Test
    void saysWhyARegistryRefused() throws Exception {
        try (LocalRegistry registry = new LocalRegistry("me", "secret")) {
            ChuteProject project = Projects.hello(folder, null);
            ImageTarget target = new ImageTarget.Registry(registry.host() + "/me/hello:1", "me", "wrong");

            assertThatThrownBy(() -> new ImageBuilder(cache, step -> {})
                            .withoutTraining()
                            .build(project, target))
                    .isInstanceOf(BuildException.class)
                    .hasMessageContaining("chute hello")
                    .hasMessageContaining("Unauthorized");
        }
    }

    @Test
    void standsOnTheBaseThatTheChuteNames() throws Exception {
        try (LocalRegistry registry = new LocalRegistry("me", "secret")) {
            ChuteProject plain = Projects.hello(folder.resolve("plain"), null);
            String digest = new ImageBuilder(cache, step -> {})
                    .withoutTraining()
                    .build(plain, new ImageTarget.Registry(registry.host() + "/me/base:1", "me", "secret"))
                    .digest();
            ChuteProject project = Projects.hello(folder.resolve("based"), registry.host() + "/me/base@" + digest);

            OciArchive image = image(project, "hello.tar");

            assertThat(image.layers()).hasSize(4 + 3);
            assertThat(texts(image.config().at("/config/Entrypoint")).getFirst())
                    .isEqualTo("java");
            assertThat(image.config().at("/config/User").asText()).isEqualTo("65532");
        }
    }

    private OciArchive image(ChuteProject project, String tar) throws IOException, InterruptedException {
        build(cache, project, tar);
        return new OciArchive(folder.resolve(tar));
    }

    private BuiltImage build(Path cache, ChuteProject project, String tar) throws InterruptedException {
        Path file = folder.resolve(tar);
        BuiltImage built = new ImageBuilder(cache, step -> {})
                .withoutTraining()
                .build(project, new ImageTarget.TarFile(file, "hello"));
        assertThat(Files.isRegularFile(file)).isTrue();
        return built;
    }

    private static List<String> names(OciArchive image, int layer) throws IOException {
        return image.files(layer).stream().map(TarArchiveEntry::getName).collect(Collectors.toList());
    }

    private static String mode(TarArchiveEntry entry) {
        return Integer.toOctalString(entry.getMode() & 0777);
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
