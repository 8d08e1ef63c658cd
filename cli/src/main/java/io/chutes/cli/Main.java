package io.chutes.cli;

import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.console.SurroundingsFactory;
import io.chutes.cli.create.NewCommand;
import io.chutes.cli.doctor.DoctorCommand;
import io.chutes.cli.invoke.InvokeCommand;
import io.chutes.cli.local.PlatformCommand;
import io.chutes.cli.money.BalanceCommand;
import io.chutes.cli.money.DeveloperCommand;
import io.chutes.cli.money.FaucetCommand;
import io.chutes.cli.money.PriceCommand;
import io.chutes.cli.money.UsageCommand;
import io.chutes.cli.node.NodeCommand;
import io.chutes.cli.profile.LoginCommand;
import io.chutes.cli.profile.ProfilesCommand;
import io.chutes.cli.profile.RegisterCommand;
import io.chutes.cli.profile.Variable;
import io.chutes.cli.quickstart.QuickstartCommand;
import io.chutes.cli.release.DeployCommand;
import io.chutes.cli.release.PlanCommand;
import io.chutes.cli.release.PromoteCommand;
import io.chutes.cli.release.PushCommand;
import io.chutes.cli.release.RollbackCommand;
import io.chutes.cli.release.ScaleCommand;
import io.chutes.cli.release.WarmupCommand;
import io.chutes.cli.resource.Resources;
import io.chutes.cli.serve.RunCommand;
import io.chutes.cli.watch.ExplainCommand;
import io.chutes.cli.watch.LogsCommand;
import io.chutes.cli.watch.ShareCommand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code chutes} command; each of its subcommands is a class of its own. */
@Command(
        name = "chutes",
        description = "Serverless GPU inference for Java developers.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            QuickstartCommand.class,
            NewCommand.class,
            RunCommand.class,
            PlatformCommand.class,
            LoginCommand.class,
            RegisterCommand.class,
            ProfilesCommand.class,
            DeveloperCommand.class,
            FaucetCommand.class,
            DoctorCommand.class,
            BuildCommand.class,
            VerifyCommand.class,
            PushCommand.class,
            PlanCommand.class,
            DeployCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            ScaleCommand.class,
            WarmupCommand.class,
            InvokeCommand.class,
            LogsCommand.class,
            ExplainCommand.class,
            ShareCommand.class,
            PriceCommand.class,
            UsageCommand.class,
            BalanceCommand.class,
            NodeCommand.class,
            CompletionCommand.class
        })
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    boolean help;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    boolean debug;

    private Main() {}

    public static void main(String... args) {
        PrintWriter out = new PrintWriter(System.out, true, System.out.charset());
        PrintWriter err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(out, err, args));
    }

    /** Runs one command line in this process's surroundings, and returns an {@link ExitStatus}' code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(Surroundings.ofProcess(out, err), args);
    }

    /** Runs one command line, and returns an {@link ExitStatus}' code. */
    public static int run(Surroundings surroundings, String... args) {
        return commandLine(surroundings).execute(args);
    }

    /** The command as Picocli has it, for whoever runs or describes it. */
    public static CommandLine commandLine(Surroundings surroundings) {
        Main main = new Main();
        var factory = new SurroundingsFactory(surroundings);
        var line = new CommandLine(main, factory);
        Resources.commands(factory).forEach(line::addSubcommand);
        UsageMessageSpec help = line.getCommandSpec().usageMessage();
        help.exitCodeListHeading("%nExit codes:%n").exitCodeList(UsageMessageSpec.keyValuesMap(ExitStatus.lines()));
        List<String> footer = new ArrayList<>(List.of("", "Environment:"));
        footer.addAll(Variable.lines());
        help.footer(footer.toArray(String[]::new));
        return line.setExpandAtFiles(false) // @FILE is a body's
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures(main));
    }
}
