package io.chutes.cli;

import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.console.SurroundingsFactory;
import io.chutes.cli.profile.Variable;
import io.chutes.cli.resource.Resources;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The {@code chutes} command; each of its subcommands is a class of its own. */
@Command(
        name = "chutes",
        description = "Serverless GPU inference for Java developers.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Versions.class)
public final class ChutesCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version of chutes and of the Java that runs it.")
    boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    boolean debug;

    private ChutesCommand() {}

    /** Runs a command line, and returns an {@link ExitStatus}' code. */
    static int execute(Surroundings surroundings, String... args) {
        return commandLine(surroundings, named(args)).execute(args);
    }

    /** The command as Picocli has it, with all that are below it, for whoever describes it. */
    public static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(surroundings, null);
    }

    /** Whose name comes first: no option of the root has an argument. */
    private static @Nullable String named(String... args) {
        return Arrays.stream(args)
                .filter(argument -> !argument.startsWith("-"))
                .findFirst()
                .orElse(null);
    }

    /** Only the command of that name is made where there is one: most of a start is what Picocli reads of commands. */
    private static CommandLine commandLine(Surroundings surroundings, @Nullable String name) {
        var root = new ChutesCommand();
        var factory = new SurroundingsFactory(surroundings);
        var line = new CommandLine(root, factory);
        addCommands(line, factory, name);
        UsageMessageSpec help = line.getCommandSpec().usageMessage();
        help.exitCodeListHeading("%nExit codes:%n").exitCodeList(UsageMessageSpec.keyValuesMap(ExitStatus.lines()));
        List<String> footer = new ArrayList<>(List.of("", "Environment:"));
        footer.addAll(Variable.lines());
        help.footer(footer.toArray(String[]::new));
        var failures = new Failures(root);
        return line.setExpandAtFiles(false) // @FILE is a body's
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Instant.class, ChutesCommand::moment)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    private static Instant moment(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'%s' is no moment such as 2026-01-31T12:00:00Z".formatted(text));
        }
    }

    private static void addCommands(CommandLine line, SurroundingsFactory factory, @Nullable String name) {
        Optional<OwnCommand> own = name == null ? Optional.empty() : OwnCommand.named(name);
        if (own.isPresent()) {
            line.addSubcommand(own.get().type());
            return;
        }
        Optional<CommandLine> resource = name == null ? Optional.empty() : Resources.command(name, factory);
        if (resource.isPresent()) {
            line.addSubcommand(resource.get());
            return;
        }
        for (OwnCommand each : OwnCommand.values()) {
            line.addSubcommand(each.type());
        }
        Resources.commands(factory).forEach(line::addSubcommand);
    }
}
