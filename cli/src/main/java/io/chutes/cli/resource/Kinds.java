package io.chutes.cli.resource;

import io.chutes.cli.console.Column;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.api.Budget;
import io.chutes.platform.api.Canary;
import io.chutes.platform.api.ChuteScaling;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.ChuteVersion;
import io.chutes.platform.api.Deposit;
import io.chutes.platform.api.Event;
import io.chutes.platform.api.ImageState;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.InstanceStatus;
import io.chutes.platform.api.JobProgress;
import io.chutes.platform.api.JobState;
import io.chutes.platform.api.JobStatus;
import io.chutes.platform.api.KeyState;
import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Rollout;
import io.chutes.platform.api.Scope;
import io.chutes.platform.api.SecretState;
import io.chutes.platform.api.Share;
import io.chutes.platform.fleet.NodeState;
import io.chutes.platform.fleet.NodeTokenState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every kind of thing that an account has. */
final class Kinds {
    private static final String CHUTE = "CHUTE";

    static final Kind<ChuteState> CHUTES = Kind.of(
                    "chutes",
                    "NAME",
                    "The chutes of the account.",
                    asked -> asked.client().chutes(asked.cursor()),
                    ChuteState::name,
                    List.of(
                            column("name", ChuteState::name),
                            column("version", ChuteState::version),
                            column("canary", chute -> canary(chute.canary())),
                            column("callers", ChuteState::callers),
                            column("ready", Kinds::ready),
                            column("scale", chute -> scale(chute.scaling())),
                            column("path", ChuteState::path),
                            column("image", ChuteState::image)))
            .each(asked -> asked.client().chute(asked.name()))
            .deletedBy(asked -> asked.client().deleteChute(asked.name()));

    static final Kind<ImageState> IMAGES = Kind.of(
                    "images",
                    "IMAGE",
                    "The images that the account has pushed.",
                    asked -> asked.client().images(asked.cursor()),
                    ImageState::image,
                    List.of(
                            column("image", ImageState::image),
                            column("tags", ImageState::tags),
                            column("bytes", ImageState::size),
                            column("pushed", ImageState::pushedAt)))
            .deletedBy(asked -> asked.client().deleteImage(asked.name()));

    static final Kind<ChuteVersion> VERSIONS = Kind.of(
                    "versions",
                    "VERSION",
                    "The versions of a chute, newest first; none ever changes.",
                    asked -> asked.client().versions(asked.chute(), asked.cursor()),
                    version -> Integer.toString(version.version()),
                    List.of(
                            column("version", ChuteVersion::version),
                            column("created", ChuteVersion::createdAt),
                            column("image", ChuteVersion::image)))
            .within(CHUTE);

    static final Kind<Rollout> ROLLOUTS = Kind.of(
                    "rollouts",
                    "NUMBER",
                    "Which versions of a chute have served, newest first.",
                    asked -> asked.client().rollouts(asked.chute(), asked.cursor()),
                    rollout -> Integer.toString(rollout.number()),
                    List.of(
                            column("number", Rollout::number),
                            column("version", Rollout::version),
                            column("canary", rollout -> canary(rollout.canary())),
                            column("cause", Rollout::cause),
                            column("since", Rollout::at)))
            .within(CHUTE);

    static final Kind<Share> SHARES = Kind.of(
                    "shares",
                    "ACCOUNT",
                    "The accounts that may call a chute; chutes share adds one.",
                    asked -> asked.client().shares(asked.chute(), asked.cursor()),
                    Share::account,
                    List.of(column("account", Share::account), column("since", Share::since)))
            .within(CHUTE)
            .deletedBy(asked -> asked.client().unshare(asked.chute(), asked.name()));

    static final Kind<InstanceState> INSTANCES = Kind.of(
                    "instances",
                    "ID",
                    "The instances of the account's chutes, newest first.",
                    asked -> asked.client()
                            .instances(
                                    asked.cursor(),
                                    asked.option("chute"),
                                    status(InstanceStatus.class, asked.option("status"))),
                    InstanceState::id,
                    List.of(
                            column("id", InstanceState::id),
                            column("chute", InstanceState::chute),
                            column("version", InstanceState::version),
                            column("status", InstanceState::status),
                            column("node", InstanceState::node),
                            column("gpu", InstanceState::gpu),
                            column("gpus", InstanceState::gpuCount),
                            column("created", InstanceState::createdAt),
                            column("reason", InstanceState::reason)))
            .filteredBy("chute", "status")
            .each(asked -> asked.client().instance(asked.name()));

    static final Kind<JobState> JOBS = Kind.of(
                    "jobs",
                    "ID",
                    "The jobs that the account started, newest first.",
                    asked -> asked.client()
                            .jobs(
                                    asked.cursor(),
                                    asked.option("chute"),
                                    asked.option("job"),
                                    status(JobStatus.class, asked.option("status"))),
                    JobState::id,
                    List.of(
                            column("id", JobState::id),
                            column("chute", job -> job.account() + "/" + job.chute()),
                            column("job", JobState::job),
                            column("status", JobState::status),
                            column("progress", job -> progress(job.progress())),
                            column("attempt", JobState::attempt),
                            column("instance", JobState::instance),
                            column("created", JobState::createdAt),
                            column("finished", JobState::finishedAt),
                            column("reason", JobState::reason)))
            .filteredBy("chute", "job", "status")
            .each(asked -> asked.client().job(asked.name()));

    static final Kind<SecretState> SECRETS = Kind.of(
                    "secrets",
                    "NAME",
                    "The account's secrets; no command shows a value.",
                    asked -> asked.client().secrets(asked.cursor()),
                    SecretState::name,
                    List.of(
                            column("name", SecretState::name),
                            column("chute", SecretState::chute),
                            column("created", SecretState::createdAt),
                            column("updated", SecretState::updatedAt)))
            .qualifiedBy("chute")
            .each(asked -> asked.client().secretState(asked.name(), asked.option("chute")))
            .deletedBy(asked -> asked.client().deleteSecret(asked.name(), asked.option("chute")));

    static final Kind<KeyState> KEYS = Kind.of(
                    "keys",
                    "ID",
                    "The account's API keys; deleting one revokes it.",
                    asked -> asked.client().keys(asked.cursor()),
                    KeyState::id,
                    List.of(
                            column("id", KeyState::id),
                            column("name", key -> key.settings().name()),
                            column("admin", key -> key.settings().admin()),
                            column("scopes", key -> Stream.ofNullable(
                                            key.settings().scopes())
                                    .flatMap(List::stream)
                                    .map(Kinds::scope)
                                    .toList()),
                            column("expires", key -> key.settings().expiresAt()),
                            column("cap", key -> key.settings().spendCap()),
                            column("used", KeyState::lastUsedAt)))
            .each(asked -> asked.client().key(asked.name()))
            .deletedBy(asked -> asked.client().deleteKey(asked.name()));

    static final Kind<Budget> BUDGETS = Kind.of(
                    "budgets",
                    "ID",
                    "The caps on what may be spent.",
                    asked -> asked.client().budgets(asked.cursor()),
                    budget -> Long.toString(budget.id()),
                    List.of(
                            column("id", Budget::id),
                            column("scope", Budget::scope),
                            column("subject", Budget::subject),
                            column("period", Budget::period),
                            column("cap", Budget::cap),
                            column("spent", Budget::spent),
                            column("resets", Budget::resetsAt)))
            .each(asked -> asked.client().budget(asked.number()))
            .deletedBy(asked -> asked.client().deleteBudget(asked.number()));

    static final Kind<Deposit> DEPOSITS = Kind.of(
            "deposits",
            "ID",
            "What the account has paid in, newest first.",
            asked -> asked.client().deposits(asked.cursor()),
            deposit -> Long.toString(deposit.id()),
            List.of(
                    column("id", Deposit::id),
                    column("provider", Deposit::provider),
                    column("reference", Deposit::reference),
                    column("amount", Deposit::amount),
                    column("received", Deposit::receivedAt)));

    static final Kind<NodeState> NODES = Kind.of(
                    "nodes",
                    "NAME",
                    "The nodes that the account lends; to an administrator all.",
                    asked -> asked.client().nodes(asked.cursor()),
                    NodeState::name,
                    List.of(
                            column("name", NodeState::name),
                            column("status", NodeState::status),
                            column("provider", NodeState::provider),
                            column("engine", NodeState::engine),
                            column("gpus", node -> node.capacity().gpus()),
                            column("cores", node -> node.capacity().cores()),
                            column("memory", node -> node.capacity().memoryGb() + " GiB"),
                            column("disk", node -> node.condition().freeDiskGb() + " GiB free"),
                            column("prices", node -> node.prices().gpus()),
                            column("instances", node -> node.instances().size()),
                            column("warnings", node -> node.condition().warnings())))
            .each(asked -> asked.client().node(asked.name()))
            .deletedBy(asked -> asked.client().deleteNode(asked.name()));

    static final Kind<NodeTokenState> NODE_TOKENS = Kind.of(
                    "node-tokens",
                    "ID",
                    "The tokens by which nodes may still join; chutes nodes token makes one, and deleting one revokes it.",
                    asked -> asked.client().nodeTokens(asked.cursor()),
                    NodeTokenState::id,
                    List.of(
                            column("id", NodeTokenState::id),
                            column("account", NodeTokenState::account),
                            column("provider", NodeTokenState::provider),
                            column("created", NodeTokenState::createdAt),
                            column("expires", NodeTokenState::expiresAt)))
            .deletedBy(asked -> asked.client().revokeNodeToken(asked.name()));

    static final Kind<LedgerTransaction> LEDGER = Kind.of(
            "ledger",
            "ID",
            "What has moved the account's money, newest first.",
            asked -> asked.client().ledger(asked.cursor()),
            transaction -> Long.toString(transaction.id()),
            List.of(
                    column("id", LedgerTransaction::id),
                    column("at", LedgerTransaction::at),
                    column("cause", LedgerTransaction::cause),
                    column("description", LedgerTransaction::description),
                    column("entries", transaction -> transaction.entries().stream()
                            .map(entry -> entry.account() + " " + entry.amount())
                            .toList())));

    static final Kind<Event> EVENTS = Kind.of(
                    "events",
                    "ID",
                    "What has changed in the account, newest first.",
                    asked -> asked.client().events(asked.cursor(), asked.option("chute"), asked.option("type")),
                    event -> Long.toString(event.id()),
                    List.of(
                            column("id", Event::id),
                            column("at", Event::at),
                            column("type", Event::type),
                            column("chute", Event::chute),
                            column("actor", event -> event.actor().name()),
                            column("message", Event::message)))
            .filteredBy("chute", "type");

    static final List<Kind<?>> ALL = List.of(
            CHUTES,
            IMAGES,
            VERSIONS,
            ROLLOUTS,
            SHARES,
            INSTANCES,
            JOBS,
            SECRETS,
            KEYS,
            NODES,
            NODE_TOKENS,
            BUDGETS,
            DEPOSITS,
            LEDGER,
            EVENTS);

    private Kinds() {}

    private static <T> Column<T> column(String title, Function<T, @Nullable Object> cell) {
        return new Column<>(title, cell);
    }

    private static long ready(ChuteState chute) {
        return chute.instances().stream()
                .filter(instance -> instance.status() == InstanceStatus.READY)
                .count();
    }

    private static @Nullable String canary(@Nullable Canary canary) {
        return canary == null ? null : "%d (%d %%)".formatted(canary.version(), canary.percent());
    }

    private static String scale(ChuteScaling scaling) {
        return "%d to %d".formatted(scaling.minInstances(), scaling.maxInstances());
    }

    private static String scope(Scope scope) {
        return "%s:%s:%s".formatted(name(scope.resource()), scope.id(), name(scope.action()));
    }

    private static String name(Enum<?> constant) {
        return PlatformJson.mapper().convertValue(constant, String.class);
    }

    private static @Nullable String progress(@Nullable JobProgress progress) {
        return progress == null
                ? null
                : String.format(Locale.ROOT, "%.0f %% %s", 100 * progress.fraction(), progress.message());
    }

    private static <E extends Enum<E>> @Nullable E status(Class<E> type, @Nullable String text) {
        try {
            return text == null ? null : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    "There is no status '%s', only %s"
                            .formatted(
                                    text,
                                    Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
        }
    }
}
