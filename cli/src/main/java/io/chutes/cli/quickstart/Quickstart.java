package io.chutes.cli.quickstart;

import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.project.ChuteProject;
import io.chutes.cli.project.ProjectReader;
import io.chutes.cli.release.ReadyWatch;
import io.chutes.platform.api.ChuteState;
import io.chutes.platform.api.Deployment;
import io.chutes.platform.api.InstanceState;
import io.chutes.platform.api.LedgerTransaction;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Phase;
import io.chutes.platform.client.PlatformClient;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Takes the sample from source to a billed call on a running embedded platform. */
final class Quickstart {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration BILL_LIMIT = Duration.ofSeconds(30);
    private static final List<SampleCall> CALLS =
            List.of(new SampleCall("/greet", "{\"name\": \"Duke\"}"), new SampleCall("/count", "{\"to\": 3}"));

    private final EmbeddedPlatform platform;
    private final Path data;
    private final Steps steps;

    Quickstart(EmbeddedPlatform platform, Path data, Steps steps) {
        this.platform = platform;
        this.data = data;
        this.steps = steps;
    }

    /**
     * Does all of it.
     *
     * @param sample the sample's project
     * @param started when the platform was started: instances that were ready before are of an earlier run
     */
    void run(Path sample, Instant started) throws InterruptedException {
        DemoAccount account = steps.step(
                "Account", () -> DemoAccount.open(platform.address(), data), opened -> "%s, %s USD of play money"
                        .formatted(opened.name(), credit(opened)));
        var client = new PlatformClient(platform.address(), account.key());
        ChuteProject project = steps.step(
                "Compile",
                () -> new ProjectReader(steps.parts(_ -> {})).read(sample, null),
                built -> built.manifest().name() + " in " + sample);
        String repository = account.name() + "/" + project.manifest().name();
        BuiltImage image = steps.step("Image", () -> push(project, repository, account), BuiltImage::digest);
        ChuteState deployed = steps.step(
                "Deploy",
                () -> client.deploy(new Deployment(repository + "@" + image.digest())),
                chute -> "version " + chute.version());
        URI chute = platform.address().resolve(deployed.path());
        steps.heading("Start");
        // A version of an earlier run may have been idle: then a call is what starts an instance.
        SampleCall first = CALLS.getFirst();
        var waiting =
                CompletableFuture.runAsync(() -> first.send(chute, account.key(), _ -> {}), Thread::startVirtualThread);
        InstanceState instance = new ReadyWatch(client, steps.parts(line -> steps.line("%s", line)), START_LIMIT)
                .await(deployed.name(), deployed.version(), before(client, deployed, started), () -> require(waiting));
        steps.line("  ready %s", placed(instance));

        for (SampleCall call : CALLS) {
            steps.heading("POST " + chute + call.path() + " " + call.body());
            call.send(chute, account.key(), line -> steps.line("  %s", line));
        }
        long coldStart = instance.phases().stream().mapToLong(Phase::millis).sum();
        steps.heading("Cold start: " + coldStart + " ms");
        instance.phases().forEach(phase -> steps.line("  %-10s%8d ms", phase.name(), phase.millis()));
        steps.heading("Ledger");
        steps.parts(_ -> {}).show("Waiting for the first metered interval");
        LedgerTransaction bill = awaitBill(client, instance);
        steps.line("  %s  %s USD  %s", bill.cause(), walletEntry(bill, account), bill.description());

        steps.heading("Try");
        CALLS.forEach(call -> steps.line("  %s", call.curl(chute, account.keyFile())));
    }

    private static Set<String> before(PlatformClient client, ChuteState deployed, Instant started) {
        return client.chute(deployed.name()).instances().stream()
                .filter(instance -> instance.status().isFinal() || wasReadyBefore(instance, started))
                .map(InstanceState::id)
                .collect(Collectors.toSet());
    }

    // One that was to replace another as the platform ended starts now.
    private static boolean wasReadyBefore(InstanceState instance, Instant started) {
        return instance.readyAt() != null && instance.readyAt().isBefore(started);
    }

    private static void require(CompletableFuture<?> waiting) {
        if (waiting.state() == Future.State.FAILED) {
            throw new QuickstartException(String.valueOf(waiting.exceptionNow().getMessage()));
        }
    }

    private BuiltImage push(ChuteProject project, String repository, DemoAccount account) throws InterruptedException {
        String reference = platform.address().getAuthority() + "/" + repository;
        return new ImageBuilder(ImageBuilder.defaultCache(), steps.parts(_ -> {}))
                .build(project, new ImageTarget.Registry(reference, account.name(), account.key()));
    }

    private String credit(DemoAccount account) {
        Money available =
                new PlatformClient(platform.address(), account.key()).balance().available();
        return available.amount().setScale(2, RoundingMode.DOWN).toPlainString();
    }

    private static String placed(InstanceState instance) {
        return instance.gpu() == null
                ? "on " + instance.node()
                : "on %s, %d × %s".formatted(instance.node(), instance.gpuCount(), instance.gpu());
    }

    /** The first metered interval of the instance: a few seconds after it became ready. */
    private static LedgerTransaction awaitBill(PlatformClient client, InstanceState instance)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(BILL_LIMIT);
        while (Instant.now().isBefore(deadline)) {
            Optional<LedgerTransaction> bill = client.ledger(null).items().stream()
                    .filter(transaction -> transaction.cause().startsWith("usage:" + instance.id() + ":"))
                    .findFirst();
            if (bill.isPresent()) {
                return bill.get();
            }
            Thread.sleep(POLL);
        }
        throw new QuickstartException(
                "No usage of instance %s was booked within %s".formatted(instance.id(), Steps.seconds(BILL_LIMIT)));
    }

    private static Money walletEntry(LedgerTransaction bill, DemoAccount account) {
        return bill.entries().stream()
                .filter(entry -> entry.account().equals("wallet:" + account.name()))
                .findFirst()
                .orElseThrow()
                .amount();
    }
}
