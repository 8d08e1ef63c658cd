package io.chutes.cli;

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
import io.chutes.cli.quickstart.QuickstartCommand;
import io.chutes.cli.release.DeployCommand;
import io.chutes.cli.release.PlanCommand;
import io.chutes.cli.release.PromoteCommand;
import io.chutes.cli.release.PushCommand;
import io.chutes.cli.release.RollbackCommand;
import io.chutes.cli.release.ScaleCommand;
import io.chutes.cli.release.WarmupCommand;
import io.chutes.cli.serve.RunCommand;
import io.chutes.cli.watch.ExplainCommand;
import io.chutes.cli.watch.LogsCommand;
import io.chutes.cli.watch.ShareCommand;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The commands that have a class of their own, in the order of help; a constant's name is its command's. */
enum OwnCommand {
    QUICKSTART(QuickstartCommand.class),
    NEW(NewCommand.class),
    RUN(RunCommand.class),
    PLATFORM(PlatformCommand.class),
    LOGIN(LoginCommand.class),
    REGISTER(RegisterCommand.class),
    PROFILES(ProfilesCommand.class),
    DEVELOPER(DeveloperCommand.class),
    FAUCET(FaucetCommand.class),
    DOCTOR(DoctorCommand.class),
    BUILD(BuildCommand.class),
    VERIFY(VerifyCommand.class),
    PUSH(PushCommand.class),
    PLAN(PlanCommand.class),
    DEPLOY(DeployCommand.class),
    PROMOTE(PromoteCommand.class),
    ROLLBACK(RollbackCommand.class),
    SCALE(ScaleCommand.class),
    WARMUP(WarmupCommand.class),
    INVOKE(InvokeCommand.class),
    LOGS(LogsCommand.class),
    EXPLAIN(ExplainCommand.class),
    SHARE(ShareCommand.class),
    PRICE(PriceCommand.class),
    USAGE(UsageCommand.class),
    BALANCE(BalanceCommand.class),
    NODE(NodeCommand.class),
    COMPLETION(CompletionCommand.class);

    private final Class<?> type;

    OwnCommand(Class<?> type) {
        this.type = type;
    }

    /** What Picocli makes of it. */
    Class<?> type() {
        return type;
    }

    static Optional<OwnCommand> named(String word) {
        return Arrays.stream(values())
                .filter(command -> command.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
