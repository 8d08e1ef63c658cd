package io.chutes.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserFolderTest {
    @Test
    void isBelowTheHomeThatTheVariableNames() {
        assertThat(UserFolder.DATA.chutes(Map.of("HOME", "/home/duke")))
                .isEqualTo(Path.of("/home/duke/.local/share/chutes"));
        assertThat(UserFolder.CACHE.chutes(Map.of("HOME", "/home/duke", "XDG_CACHE_HOME", "/var/cache")))
                .isEqualTo(Path.of("/var/cache/chutes"));
        assertThat(UserFolder.CONFIG.chutes(Map.of("HOME", "", "XDG_CONFIG_HOME", " ")))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".config", "chutes"));
    }
}
