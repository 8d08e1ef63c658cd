package io.chutes.platform.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.node.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerUnpackerTest {
    @TempDir
    private Path host;

    private Path root;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectories(host.resolve("images/root"));
        Files.writeString(host.resolve("images/neighbour"), "precious");
    }

    @Test
    void keepsContentTimesAndWhoMayReadAndExecute() throws IOException {
        unpack(new Tar()
                .directory("app", 0750)
                .file("app/run", 0755, "#!/bin/sh\n")
                .file("./app/data", 0640, "x"));

        assertThat(root.resolve("app/run")).hasContent("#!/bin/sh\n");
        assertThat(mode("app")).isEqualTo("rwxr-x---");
        assertThat(mode("app/run")).isEqualTo("r-xr-xr-x");
        assertThat(mode("app/data")).isEqualTo("r--r-----");
        assertThat(Files.getLastModifiedTime(root.resolve("app/run")).toInstant())
                .isEqualTo(Tar.CHANGED);
    }

    @Test
    void readsALayerThatIsNotCompressed() throws IOException {
        Path layer = Files.write(
                host.resolve("layer"), new Tar().file("a", 0644, "a").plain());

        apply(layer, false);

        assertThat(root.resolve("a")).hasContent("a");
    }

    @Test
    void refusesToWriteThroughALinkThatLeadsOutside() throws IOException {
        Files.createSymbolicLink(root.resolve("out"), host.resolve("images"));

        assertThatThrownBy(() -> unpack(new Tar().file("out/neighbour", 0644, "evil")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("through a link");
        assertNeighbourIsUntouched();
    }

    @Test
    void readsAnAbsoluteNameAsOneOfTheImage() throws IOException {
        unpack(new Tar().file("/etc/motd", 0644, "hello"));

        assertThat(root.resolve("etc/motd")).hasContent("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../neighbour", "app/../../neighbour", "/../neighbour", "./../neighbour"})
    void refusesANameThatLeavesTheImage(String name) {
        assertThatThrownBy(() -> unpack(new Tar().file(name, 0644, "evil")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("outside the image");
        assertNeighbourIsUntouched();
    }

    @Test
    void turnsAnAbsoluteLinkIntoOneOfTheImage() throws IOException {
        unpack(new Tar().file("opt/java/bin/java", 0755, "java").symbolicLink("usr/bin/java", "/opt/java/bin/java"));

        assertThat(root.resolve("usr/bin/java").toRealPath())
                .isEqualTo(root.toRealPath().resolve("opt/java/bin/java"));
    }

    @Test
    void refusesASymbolicLinkOutOfTheImage() {
        assertThatThrownBy(() -> unpack(new Tar().symbolicLink("out", "../neighbour")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("'../neighbour', which is outside the image");
    }

    @Test
    void refusesToWriteThroughLinksThatTogetherLeaveTheImage() throws IOException {
        Files.createDirectories(host.resolve("x"));

        assertThatThrownBy(() -> unpack(new Tar()
                        .directory("a/b", 0755)
                        .symbolicLink("a/b/top", "../..")
                        .symbolicLink("a/b/top/out", "../../x")
                        .file("out/evil", 0644, "evil")))
                .isInstanceOf(NodeException.class);
        assertThat(host.resolve("x")).isEmptyDirectory();
        assertThat(host.resolve("images/x")).doesNotExist();
    }

    @Test
    void keepsALinkInsideAlthoughItsFolderIsReachedByAnother() throws IOException {
        unpack(new Tar().directory("a/b", 0755).symbolicLink("a/b/top", "../..").file("a/x", 0644, "x of the image"));

        try {
            unpack(new Tar().symbolicLink("a/b/top/link", "a/x"));
        } catch (NodeException refused) {
            return;
        }
        assertThat(root.resolve("link").toRealPath()).startsWithRaw(root.toRealPath());
    }

    @Test
    void replacesALinkByAFileAndLeavesItsTargetAlone() throws IOException {
        unpack(new Tar().file("target", 0644, "old").symbolicLink("name", "target"));

        unpack(new Tar().file("name", 0644, "new"));

        assertThat(Files.isSymbolicLink(root.resolve("name"))).isFalse();
        assertThat(root.resolve("name")).hasContent("new");
        assertThat(root.resolve("target")).hasContent("old");
    }

    @Test
    void makesHardLinks() throws IOException {
        unpack(new Tar().file("a", 0644, "same").hardLink("sub/b", "a"));

        assertThat(Files.isSameFile(root.resolve("a"), root.resolve("sub/b"))).isTrue();
    }

    @Test
    void refusesAHardLinkOutOfTheImage() {
        assertThatThrownBy(() -> unpack(new Tar().hardLink("b", "../neighbour")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("outside the image");
    }

    @Test
    void refusesAHardLinkToASymbolicLink() {
        assertThatThrownBy(
                        () -> unpack(new Tar().symbolicLink("link", "somewhere").hardLink("b", "link")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("link");
    }

    @Test
    void removesWhatAWhiteoutNames() throws IOException {
        unpack(new Tar().file("app/old", 0644, "").file("app/kept", 0644, "").file("lib/deep/x", 0644, ""));

        unpack(new Tar().whiteout("app/.wh.old").whiteout(".wh.lib"));

        assertThat(root.resolve("app")).isDirectoryNotContaining("glob:**/*old");
        assertThat(root.resolve("app/kept")).exists();
        assertThat(root.resolve("lib")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {".wh...", ".wh..", ".wh.", "app/.wh...", "app/.wh.."})
    void refusesAWhiteoutOfAFolderAbove(String name) throws IOException {
        unpack(new Tar().file("app/kept", 0644, ""));

        assertThatThrownBy(() -> unpack(new Tar().whiteout(name)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining(name);
        assertThat(root.resolve("app/kept")).exists();
        assertNeighbourIsUntouched();
    }

    @Test
    void emptiesAnOpaqueFolderOfLowerLayersOnly() throws IOException {
        unpack(new Tar().file("app/old", 0644, "").file("app/sub/old", 0644, ""));

        unpack(new Tar()
                .file("app/new", 0644, "")
                .file("app/sub/new", 0644, "")
                .whiteout("app/.wh..wh..opq")
                .file("app/later", 0644, ""));

        assertThat(root.resolve("app/old")).doesNotExist();
        assertThat(root.resolve("app/sub/old")).doesNotExist();
        assertThat(root.resolve("app/new")).exists();
        assertThat(root.resolve("app/sub/new")).exists();
        assertThat(root.resolve("app/later")).exists();
    }

    @Test
    void refusesWhatIsNeitherFileNorFolderNorLink() {
        assertThatThrownBy(() -> unpack(new Tar().device("dev/null")))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("dev/null");
    }

    @Test
    void refusesWhatUnpacksToMoreThanItMay() throws IOException {
        Path layer = Files.write(
                host.resolve("layer"),
                new Tar()
                        .file("zeros", 0644, "0".repeat(1 << 20))
                        .file("b", 0644, "b")
                        .gzip());

        assertThatThrownBy(() -> unpack(layer, new LayerLimits(10, 1 << 16, 100)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("unpacks to 1048576");
        assertThatThrownBy(() -> unpack(layer, new LayerLimits(1, 1 << 21, 100)))
                .isInstanceOf(NodeException.class)
                .hasMessageContaining("more than 1 files");
        unpack(layer, new LayerLimits(2, 1 << 21, 100));
    }

    private void unpack(Path layer, LayerLimits limits) throws IOException {
        UnpackedLayer.of(layer, true, Files.createTempDirectory(host, "layer"), limits);
    }

    private void unpack(Tar tar) throws IOException {
        Path layer = host.resolve("layer");
        Files.write(layer, tar.gzip());
        apply(layer, true);
    }

    private void apply(Path layer, boolean isCompressed) throws IOException {
        Path files = Files.createTempDirectory(host, "layer");
        new LayerUnpacker(root).apply(UnpackedLayer.of(layer, isCompressed, files, LayerLimits.USUAL));
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(
                Files.getPosixFilePermissions(root.resolve(path), LinkOption.NOFOLLOW_LINKS));
    }

    private void assertNeighbourIsUntouched() {
        assertThat(host.resolve("images/neighbour")).hasContent("precious");
    }
}
