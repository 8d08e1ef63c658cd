package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CacheFolderTest {
    private static final int BYTES = 1000;

    @TempDir
    Path folder;

    @Test
    void givesUpWhatWasUsedTheLongestAgoAndNeverWhatIsInUse() throws Exception {
        made("in-use", Duration.ofDays(5));
        made("also-in-use", Duration.ofDays(6));
        made("yesterday", Duration.ofDays(1));
        made("before", Duration.ofDays(2));
        made(".making-now", Duration.ofMinutes(1));

        new CacheFolder(folder, 3 * BYTES).used(List.of("in-use", "also-in-use", "absent"));
        assertThat(folder).isDirectoryContaining("glob:**/yesterday").isDirectoryNotContaining("glob:**/before");
        new CacheFolder(folder, BYTES).used(List.of("in-use", "also-in-use"));

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("in-use", "also-in-use", ".making-now");
    }

    @Test
    void givesUpWhatNothingHasUsedForAWeek() throws Exception {
        made("unused", Duration.ofDays(8));
        made("young", Duration.ofDays(6));
        made("used", Duration.ofDays(8));

        new CacheFolder(folder, 10 * BYTES).used(List.of("used"));

        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("young", "used");
        assertThat(Files.getLastModifiedTime(folder.resolve("used")).toInstant())
                .isAfter(Instant.now().minus(Duration.ofHours(1)));
    }

    private void made(String name, Duration age) throws Exception {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.write(made.resolve("file"), new byte[BYTES]);
        Files.setLastModifiedTime(made, FileTime.from(Instant.now().minus(age)));
    }
}
