package io.chutes.platform.server.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeysTest {
    @TempDir
    Path folder;

    @Test
    void takesTheFirstAsTheActiveOne() {
        String text = MasterKeys.generate("new") + "\n" + MasterKeys.generate("old") + "\n";

        MasterKeys keys = MasterKeys.parse(text, "a test");

        assertThat(keys.active()).contains("new");
        assertThat(keys.find("old")).isPresent();
        assertThat(keys).hasToString("MasterKeys[new, old]");
    }

    @Test
    void readsAFileThatIsItsOwnersAlone() throws IOException {
        Path file = file("rw-------");

        assertThat(MasterKeys.read(file).active()).contains("k1");
        assertThat(MasterKeys.fromEnvironment(Map.of(MasterKeys.FILE_VARIABLE, file.toString()))
                        .active())
                .contains("k1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
    void refusesAFileThatOthersMayUse(String permissions) throws IOException {
        Path file = file(permissions);

        assertThatThrownBy(() -> MasterKeys.read(file))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining(permissions)
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path file = folder.resolve("absent");

        assertThatThrownBy(() -> MasterKeys.read(file))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k1", "k1:short", "k 1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void refusesWhatIsNoKeyWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> MasterKeys.fromEnvironment(Map.of(MasterKeys.VARIABLE, text)))
                .isInstanceOf(SecretException.class)
                .hasMessageContaining(MasterKeys.VARIABLE)
                .message()
                .doesNotContain("short", "AAAA");
    }

    @Test
    void refusesTwoKeysOfOneIdAndTwoSources() {
        String twice = MasterKeys.generate("k1") + "," + MasterKeys.generate("k1");

        assertThatThrownBy(() -> MasterKeys.parse(twice, "a test")).hasMessageContaining("two keys 'k1'");
        assertThatThrownBy(() -> MasterKeys.fromEnvironment(
                        Map.of(MasterKeys.VARIABLE, twice, MasterKeys.FILE_VARIABLE, "file")))
                .hasMessageContaining("unset one");
        assertThat(MasterKeys.fromEnvironment(Map.of()).active()).isEmpty();
    }

    private Path file(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("keys"), MasterKeys.generate("k1") + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
