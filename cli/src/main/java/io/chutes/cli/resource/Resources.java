package io.chutes.cli.resource;

import io.chutes.cli.job.CancelJobCommand;
import io.chutes.cli.job.JobResultCommand;
import io.chutes.cli.job.StartJobCommand;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/** A command for each kind of thing that an account has, with {@code list}, {@code get} and {@code delete} below it. */
public final class Resources {
    /** What else may be done with some kinds. */
    private static final Map<String, List<Class<?>>> MORE = Map.of(
            Kinds.SECRETS.name(), List.of(SetSecretCommand.class),
            Kinds.JOBS.name(), List.of(StartJobCommand.class, JobResultCommand.class, CancelJobCommand.class),
            Kinds.KEYS.name(), List.of(CreateKeyCommand.class),
            Kinds.NODES.name(), List.of(NodeTokenCommand.class, NodePriceCommand.class, DrainCommand.class));

    private Resources() {}

    /** Does nothing without a command below it. */
    @Command(synopsisSubcommandLabel = "COMMAND")
    static final class Group {}

    /** The names of the commands. */
    public static List<String> names() {
        return Kinds.ALL.stream().<String>map(Kind::name).toList();
    }

    /** The commands. */
    public static Stream<CommandLine> commands(IFactory factory) {
        return Kinds.ALL.stream().map(kind -> command(kind, factory));
    }

    /** The command of that name; empty if there is none. */
    public static Optional<CommandLine> command(String name, IFactory factory) {
        return Kinds.ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .<CommandLine>map(kind -> command(kind, factory))
                .findFirst();
    }

    private static <T> CommandLine command(Kind<T> kind, IFactory factory) {
        var group = new CommandLine(new Group(), factory);
        String name = kind.name();
        group.getCommandSpec()
                .name(name)
                .usageMessage()
                .description(kind.description())
                .footer("", "Example: chutes %s list%s".formatted(name, arguments(kind.whole())));
        group.addSubcommand(new ListCommand<>(kind)
                .named(
                        "list",
                        "List the " + name + ".",
                        "chutes %s list%s --json".formatted(name, arguments(kind.whole())),
                        factory));
        group.addSubcommand(new GetCommand<>(kind)
                .named(
                        "get",
                        "Show one of the " + name + ".",
                        "chutes %s get%s".formatted(name, arguments(kind.names())),
                        factory));
        if (kind.delete() != null) {
            group.addSubcommand(new DeleteCommand(name, kind.names(), kind.qualifiers(), kind.delete())
                    .named(
                            "delete",
                            "Delete one of the " + name + ".",
                            "chutes %s delete%s --yes".formatted(name, arguments(kind.names())),
                            factory));
        }
        MORE.getOrDefault(name, List.of()).forEach(group::addSubcommand);
        return group;
    }

    private static String arguments(List<String> labels) {
        return labels.isEmpty() ? "" : " " + String.join(" ", labels);
    }
}
