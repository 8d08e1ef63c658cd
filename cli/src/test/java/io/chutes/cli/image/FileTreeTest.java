package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileTreeTest {
    @TempDir
    Path folder;

    @Test
    void deletesWhatNothingHasUsedForAWeekAndWhatAKilledProcessBegan() throws Exception {
        Path used = made("used", Duration.ofDays(8));
        made("unused", Duration.ofDays(8));
        Path young = made("young", Duration.ofDays(6));
        made(".making-dead", Duration.ofDays(8));
        Path alive = made(".making-alive", Duration.ofMinutes(1));

        FileTree.touch(used);
        FileTree.makeOnce(folder.resolve("new"), making -> {});
        FileTree.deleteUnused(folder, name -> !name.equals("new"));

        assertThat(folder).isDirectoryNotContaining("glob:**/{unused,.making-dead}");
        assertThat(used.resolve("file")).exists();
        assertThat(young.resolve("file")).exists();
        assertThat(alive.resolve("file")).exists();
    }

    private Path made(String name, Duration age) throws Exception {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.writeString(made.resolve("file"), "content");
        Files.setLastModifiedTime(made, FileTime.from(Instant.now().minus(age)));
        return made;
    }
}
