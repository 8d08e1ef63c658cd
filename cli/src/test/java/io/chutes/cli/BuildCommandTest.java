package io.chutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.MutuallyExclusiveArgsException;

final class BuildCommandTest {
    @Test
    void buildsThisFolderIntoATarFileByDefault() {
        BuildCommand command = CommandLine.populateCommand(new BuildCommand());

        assertThat(command.project.folder()).isEqualTo(Path.of("."));
        assertThat(command.project.chute()).isNull();
        assertThat(command.target).isNull();
    }

    @Test
    void takesAFolderAChuteAndATarFile() {
        BuildCommand command =
                CommandLine.populateCommand(new BuildCommand(), "demo", "--chute", "hello", "--tar", "hello.tar");

        assertThat(command.project.folder()).isEqualTo(Path.of("demo"));
        assertThat(command.project.chute()).isEqualTo("hello");
        assertThat(command.target).extracting(it -> it.tar, it -> it.push).containsExactly(Path.of("hello.tar"), null);
    }

    @Test
    void takesARegistryAndAnAccount() {
        BuildCommand command = CommandLine.populateCommand(
                new BuildCommand(), "--push", "localhost:5000/me/hello:1", "--username", "me");

        assertThat(command.target)
                .extracting(it -> it.push)
                .extracting(it -> it.reference, it -> it.username)
                .containsExactly("localhost:5000/me/hello:1", "me");
    }

    @Test
    void refusesToPushWithoutAnAccount() {
        assertThatThrownBy(() -> CommandLine.populateCommand(new BuildCommand(), "--push", "localhost:5000/me/hello"))
                .isInstanceOf(MissingParameterException.class)
                .hasMessageContaining("--username");
    }

    @Test
    void refusesTwoTargets() {
        assertThatThrownBy(() -> CommandLine.populateCommand(
                        new BuildCommand(), "--tar", "a.tar", "--push", "localhost:5000/me/hello", "--username", "me"))
                .isInstanceOf(MutuallyExclusiveArgsException.class);
    }
}
