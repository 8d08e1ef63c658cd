package io.chutes.platform.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.node.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerUnpackerTest {
    @TempDir
    Path folder;

    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        Files.writeString(folder.resolve("secret"), "of the host");
    }

    @Test
    void writesFilesWithTheirModes() throws IOException {
        apply(new Tar().directory("app").file("app/run", "x", 0755).file("/etc/config", "y", 0640));

        assertThat(root.resolve("app/run")).hasContent("x");
        assertThat(mode("app/run")).isEqualTo("rwxr-xr-x");
        assertThat(root.resolve("etc/config")).hasContent("y");
        assertThat(mode("etc/config")).isEqualTo("rw-r-----");
    }

    @Test
    void readsLayersThatAreNotCompressed() throws IOException {
        new LayerUnpacker(root)
                .apply(
                        Files.write(
                                folder.resolve("layer"),
                                new Tar().file("a", "a", 0644).plain()),
                        false);

        assertThat(root.resolve("a")).hasContent("a");
    }

    @Test
    void keepsLinksInsideTheImage() throws IOException {
        apply(new Tar()
                .file("lib/real", "real", 0644)
                .symbolicLink("lib/relative", "real")
                .symbolicLink("absolute", "/lib/real")
                .hardLink("hard", "lib/real"));

        assertThat(root.resolve("lib/relative")).isSymbolicLink().hasContent("real");
        assertThat(root.resolve("absolute")).isSymbolicLink().hasContent("real");
        assertThat(root.resolve("hard")).hasContent("real").isRegularFile();
    }

    @Test
    void aLaterLayerReplacesAndRemoves() throws IOException {
        apply(new Tar()
                .file("a/kept", "1", 0644)
                .file("a/gone", "1", 0644)
                .file("b/x", "1", 0644)
                .file("b/y/z", "1", 0644));
        apply(new Tar().file("a/kept", "2", 0600).file("a/.wh.gone", "", 0644));
        apply(new Tar().file("b/.wh..wh..opq", "", 0644).file("b/new", "3", 0644));

        assertThat(root.resolve("a/kept")).hasContent("2");
        assertThat(root.resolve("a/gone")).doesNotExist();
        assertThat(root.resolve("b")).isDirectoryNotContaining("glob:**x");
        assertThat(root.resolve("b/y")).doesNotExist();
        assertThat(root.resolve("b/new")).hasContent("3");
    }

    @Test
    void refusesWhatWouldTouchTheHost() {
        assertRefused(new Tar().file("../escaped", "x", 0644), "outside the image");
        assertRefused(new Tar().file("a/../../escaped", "x", 0644), "outside the image");
        assertRefused(new Tar().symbolicLink("link", "../secret"), "outside the image");
        assertRefused(new Tar().hardLink("link", "../secret"), "outside the image");
        assertRefused(new Tar().file(".wh...", "", 0644), "names no file");
        assertRefused(new Tar().file(".wh..", "", 0644), "names no file");
        assertRefused(new Tar().file(".wh.", "", 0644), "names no file");
        assertThat(folder.resolve("escaped")).doesNotExist();
        assertThat(folder.resolve("secret")).hasContent("of the host");
    }

    @Test
    void refusesToWriteThroughALinkThatLeadsOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("out"), folder);

        assertRefused(new Tar().file("out/escaped", "x", 0644), "through a link");
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    private void apply(Tar layer) throws IOException {
        new LayerUnpacker(root).apply(Files.write(folder.resolve("layer"), layer.compressed()), true);
    }

    private void assertRefused(Tar layer, String why) {
        assertThatThrownBy(() -> apply(layer)).isInstanceOf(NodeException.class).hasMessageContaining(why);
    }

    private String mode(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(file)));
    }
}
