package io.chutes.platform.server.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import io.chutes.platform.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real clients against the real registry. */
final class TransferTest {
    private static final String OVER_HTTP = "sendCredentialsOverHttp";

    @TempDir
    static Path folder;

    private static RunningRegistry registry;

    @BeforeAll
    static void start() {
        System.setProperty(OVER_HTTP, "true");
        registry = new RunningRegistry(folder.resolve("registry"));
    }

    @AfterAll
    static void stop() {
        registry.close();
        System.clearProperty(OVER_HTTP);
    }

    @ParameterizedTest
    @EnumSource(ImageFormat.class)
    void jibPushesAndPulls(ImageFormat format) throws Exception {
        String repository = "alice/jib/" + format.name().toLowerCase(Locale.ROOT);
        JibContainer pushed = push(repository, format);
        String digest = pushed.getDigest().toString();

        Path tar = folder.resolve(format + ".tar");
        var pulled = Jib.from(image(repository + "@" + digest))
                .setFormat(format)
                .containerize(containerizer(Containerizer.to(TarImage.at(tar).named("pulled")), "pulled-" + format));

        assertThat(pulled.getImageId()).isEqualTo(pushed.getImageId());
        assertThat(tar).isNotEmptyFile();
        assertThat(registry.images().chuteManifest(repository, digest)).contains("{\"schema\":1}");
    }

    @Test
    void jibPushesTheSameTwice() throws Exception {
        JibContainer first = push("alice/twice", ImageFormat.OCI);
        JibContainer second = push("alice/twice", ImageFormat.OCI);

        assertThat(second.getDigest()).isEqualTo(first.getDigest());
    }

    @Test
    void skopeoCopiesOutAndIn() throws Exception {
        assumeTrue(isInstalled("skopeo"), "skopeo is not installed on this machine");
        String digest = push("alice/skopeo", ImageFormat.OCI).getDigest().toString();
        String creds = "chutes:" + registry.aliceKey();
        String dir = "dir:" + folder.resolve("skopeo");
        String host = "docker://127.0.0.1:" + registry.port() + "/alice/";

        run("skopeo", "copy", "--src-tls-verify=false", "--src-creds", creds, host + "skopeo@" + digest, dir);
        run("skopeo", "copy", "--dest-tls-verify=false", "--dest-creds", creds, dir, host + "copied/by-skopeo:Latest");
        String inspected =
                run("skopeo", "inspect", "--tls-verify=false", "--creds", creds, host + "copied/by-skopeo:Latest");
        String tags = run("skopeo", "list-tags", "--tls-verify=false", "--creds", creds, host + "copied/by-skopeo");

        assertThat(inspected).contains(digest).contains("io.chutes.manifest");
        assertThat(tags).contains("\"Latest\"");
    }

    @Test
    void dockerPushesAndPulls() throws Exception {
        assumeTrue(isInstalled("docker"), "docker is not installed on this machine");
        assumeTrue(succeeds("docker", "version"), "no Docker Engine answers on this machine");
        String host = "127.0.0.1:" + registry.port();
        String image = host + "/alice/docker:one";
        Path tar = folder.resolve("docker.tar");
        try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
            out.putArchiveEntry(new TarArchiveEntry(layerFile("in-docker", 100_000), "in-docker"));
            Files.copy(folder.resolve("in-docker"), out);
            out.closeArchiveEntry();
        }

        docker("login", "--username", "chutes", "--password", registry.aliceKey(), host);
        docker("import", tar.toString(), image);
        String pushed = docker("push", image);
        docker("rmi", image);
        String pulled = docker("pull", image);
        docker("rmi", image);

        String digest = pushed.replaceAll("(?s).*digest: (sha256:[0-9a-f]{64}).*", "$1");
        assertThat(pulled).contains("Digest: " + digest);
        assertThat(registry.get("/v2/alice/docker/manifests/one").headers().firstValue("Docker-Content-Digest"))
                .contains(digest);
        assertThat(succeeds(
                        "docker", "--config", folder.resolve("docker").toString(), "pull", host + "/bobby/docker:one"))
                .isFalse();
    }

    private static String docker(String... arguments) throws IOException, InterruptedException {
        var words = new ArrayList<>(
                List.of("docker", "--config", folder.resolve("docker").toString()));
        words.addAll(List.of(arguments));
        return execute(words);
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private static JibContainer push(String repository, ImageFormat format) throws Exception {
        return Jib.fromScratch()
                .setFormat(format)
                .addLabel(Manifest.IMAGE_LABEL, "{\"schema\":1}")
                .addLayer(List.of(layerFile("one", 3_000_000)), AbsoluteUnixPath.get("/one"))
                .addLayer(List.of(layerFile("two", 10)), AbsoluteUnixPath.get("/two"))
                .containerize(containerizer(Containerizer.to(image(repository + ":latest")), "push-" + format));
    }

    private static Containerizer containerizer(Containerizer target, String cache) {
        return target.setAllowInsecureRegistries(true)
                .setApplicationLayersCache(folder.resolve(cache))
                .setBaseImageLayersCache(folder.resolve(cache + "-base"));
    }

    private static RegistryImage image(String reference) throws Exception {
        return RegistryImage.named("127.0.0.1:" + registry.port() + "/" + reference)
                .addCredential("chutes", registry.aliceKey());
    }

    private static Path layerFile(String name, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(entry -> Files.isExecutable(Path.of(entry).resolve(program)));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of(command));
        words.add(1, "--insecure-policy");
        return execute(words);
    }

    private static String execute(List<String> words) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String text = Files.readString(output, UTF_8);
        assertThat(ended).as(text).isTrue();
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
