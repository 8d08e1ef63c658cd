package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.cli.project.BuildException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoredImageTest {
    @TempDir
    static Path cache;

    @BeforeAll
    static void standsOnTheBasesOfAll() throws IOException {
        TestBases.linkInto(cache);
    }

    @TempDir
    Path folder;

    @Test
    void isReadFromATarFileAndFromARegistryAlike() throws Exception {
        try (LocalRegistry registry = new LocalRegistry("me", "secret")) {
            String digest = build(new ImageTarget.Registry(registry.host() + "/me/hello:1", "me", "secret"));
            Path tar = folder.resolve("hello.tar");
            build(new ImageTarget.TarFile(tar, "hello"));
            var source = new ImageSource.Registry(
                    registry.host() + "/me/hello@" + digest, new RegistryAccount("me", "secret"));

            try (StoredImage pulled = StoredImage.open(source);
                    StoredImage read = StoredImage.open(new ImageSource.TarFile(tar))) {
                assertThat(pulled.digest()).isEqualTo(digest).isEqualTo(read.digest());
                assertThat(pulled.config()).isEqualTo(read.config());
                assertThat(pulled.layers())
                        .isEqualTo(read.layers())
                        .extracting(StoredImage.Layer::name)
                        .containsExactly("base", "libraries", "runtime", "classes");
                assertThat(names(pulled, pulled.layers().getLast())).containsExactly("app/", "app/classes.jar");
                assertThat(pulled.aotInputs()).isEmpty();
            }
        }
    }

    @Test
    void isNamedByDigestInARegistry() {
        assertThatThrownBy(() -> StoredImage.open(new ImageSource.Registry("localhost:1/me/hello:1", null)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("localhost:1/me/hello:1")
                .hasMessageContaining("names no digest");
    }

    @Test
    void isNotReadWhereItsRegistryDoesNotAnswer() {
        String reference = "localhost:1/me/hello@sha256:" + "0".repeat(64);

        assertThatThrownBy(() -> StoredImage.open(new ImageSource.Registry(reference, null)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(reference);
    }

    @Test
    void isNotReadFromAFileThatWasTamperedWith() throws Exception {
        Path tar = folder.resolve("hello.tar");
        build(new ImageTarget.TarFile(tar, "hello"));
        Path tampered = folder.resolve("tampered.tar");
        try (var in = new TarArchiveInputStream(Files.newInputStream(tar));
                var out = new TarArchiveOutputStream(Files.newOutputStream(tampered))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readAllBytes();
                if (entry.getName().startsWith("blobs/sha256/")) {
                    content[content.length - 1] ^= 1;
                }
                out.putArchiveEntry(entry);
                out.write(content);
                out.closeArchiveEntry();
            }
        }

        assertThatThrownBy(() -> StoredImage.open(new ImageSource.TarFile(tampered)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("the file is damaged");
    }

    @Test
    void isNotAnyTarFile() throws Exception {
        Path tar = folder.resolve("other.tar");
        try (OutputStream file = Files.newOutputStream(tar);
                var out = new TarArchiveOutputStream(file)) {
            byte[] text = "text".getBytes(StandardCharsets.UTF_8);
            var entry = new TarArchiveEntry("file.txt");
            entry.setSize(text.length);
            out.putArchiveEntry(entry);
            out.write(text);
            out.closeArchiveEntry();
        }

        assertThatThrownBy(() -> StoredImage.open(new ImageSource.TarFile(tar)))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(tar + " is not an OCI image layout")
                .hasMessageContaining("index.json");
    }

    private String build(ImageTarget target) throws IOException, InterruptedException {
        return new ImageBuilder(cache, step -> {})
                .withoutTraining()
                .build(Projects.hello(folder.resolve("project"), null), target)
                .digest();
    }

    private static List<String> names(StoredImage image, StoredImage.Layer layer) throws IOException {
        List<String> names = new ArrayList<>();
        try (var tar = new TarArchiveInputStream(image.open(layer))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
