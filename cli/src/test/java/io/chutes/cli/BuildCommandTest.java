package io.chutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.cli.console.Surroundings;
import io.chutes.cli.console.SurroundingsFactory;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.MutuallyExclusiveArgsException;

final class BuildCommandTest {
    @Test
    void buildsThisFolderIntoATarFileByDefault() {
        BuildCommand command = parsed();

        assertThat(command.project.folder()).isEqualTo(Path.of("."));
        assertThat(command.project.chute()).isNull();
        assertThat(command.target).isNull();
    }

    @Test
    void takesAFolderAChuteAndATarFile() {
        BuildCommand command = parsed("demo", "--chute", "hello", "--tar", "hello.tar");

        assertThat(command.project.folder()).isEqualTo(Path.of("demo"));
        assertThat(command.project.chute()).isEqualTo("hello");
        assertThat(command.target).extracting(it -> it.tar, it -> it.push).containsExactly(Path.of("hello.tar"), null);
    }

    @Test
    void takesARegistryAndAnAccount() {
        BuildCommand command = parsed("--push", "localhost:5000/me/hello:1", "--username", "me");

        assertThat(command.target)
                .extracting(it -> it.push)
                .extracting(it -> it.reference, it -> it.username)
                .containsExactly("localhost:5000/me/hello:1", "me");
    }

    @Test
    void refusesToPushWithoutAnAccount() {
        assertThatThrownBy(() -> parsed("--push", "localhost:5000/me/hello"))
                .isInstanceOf(MissingParameterException.class)
                .hasMessageContaining("--username");
    }

    @Test
    void refusesTwoTargets() {
        assertThatThrownBy(() -> parsed("--tar", "a.tar", "--push", "localhost:5000/me/hello", "--username", "me"))
                .isInstanceOf(MutuallyExclusiveArgsException.class);
    }

    private static BuildCommand parsed(String... arguments) {
        var nobody = new PrintWriter(Writer.nullWriter());
        var surroundings = new Surroundings(InputStream.nullInputStream(), nobody, nobody, Map.of(), false);
        var command = new BuildCommand(surroundings);
        new CommandLine(command, new SurroundingsFactory(surroundings)).parseArgs(arguments);
        return command;
    }
}
