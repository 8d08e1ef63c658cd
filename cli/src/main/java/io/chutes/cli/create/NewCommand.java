package io.chutes.cli.create;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.platform.manifest.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes new}. */
@Command(
        name = "new",
        description = "Make a Maven project with a chute that works, and a test of it.",
        footer = {"", "Example: chutes new greeter && chutes run greeter"})
public final class NewCommand implements Callable<Integer> {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:+@%-]+");

    @Parameters(paramLabel = "DIR", description = "The project's folder, which must be empty or not be there.")
    Path folder;

    @Option(names = "--name", description = "The chute's name (default: that of the folder).")
    @Nullable String name;

    @Option(
            names = "--template",
            defaultValue = "hello",
            description = "What to begin with (default ${DEFAULT-VALUE}): ${COMPLETION-CANDIDATES}.")
    Template template;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        Path project = folder.toAbsolutePath().normalize();
        String chute = name == null ? String.valueOf(project.getFileName()) : name;
        if (!Limits.NAME.matcher(chute).matches()) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "A chute's name is 3 to 63 lower-case letters, digits and single hyphens, a letter first, got '%s'; --name gives another"
                            .formatted(chute));
        }
        requireEmpty(project);
        template.write(project, chute);
        output.print(project, "%s is a chute in %s. Next: %s", chute, project, next(quoted(project)));
        return 0;
    }

    /** The first {@code ./chutes} of a checkout installs what the other projects need, but no templates; and these want a model. */
    private String next(String project) {
        return switch (template) {
            case HELLO -> "chutes run " + project;
            case EMBEDDINGS, LLM ->
                "mvn install -DskipTests in a checkout of chutes, once, for what it extends; then, with the tiny model that its test writes: cd %s && mvn verify && CHUTES_WEIGHTS=target/models chutes run ."
                        .formatted(project);
        };
    }

    /** As a shell takes it for one word. */
    private static String quoted(Path path) {
        String word = path.toString();
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static void requireEmpty(Path project) {
        if (!Files.exists(project)) {
            return;
        }
        try (Stream<Path> files = Files.list(project)) {
            if (files.findAny().isPresent()) {
                throw new CommandException(
                        ExitStatus.CONFLICT, project + " is not empty, and nothing in it is to be overwritten");
            }
        } catch (IOException e) {
            throw new CommandException(ExitStatus.CONFLICT, project + " is no folder that can be listed: " + e, e);
        }
    }
}
