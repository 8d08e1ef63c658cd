package io.chutes.cli.node;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.console.SecretInput;
import io.chutes.cli.console.Surroundings;
import io.chutes.cli.profile.Addresses;
import io.chutes.platform.client.NodeClient;
import io.chutes.platform.client.PlatformException;
import io.chutes.platform.fleet.JoinedNode;
import io.chutes.platform.fleet.NewNode;
import io.chutes.platform.node.NodeException;
import io.chutes.platform.node.inventory.Reading;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes node join}. */
@Command(
        name = "join",
        description = "Make this machine a node of a platform by a join token, and run it until it is ended.",
        footer = {
            "",
            "GPUs are found by nvidia-smi where --gpus declares none.",
            "Example: chutes node join cj_… --platform https://chutes.example.org"
        })
final class JoinCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "TOKEN",
            arity = "0..1",
            description =
                    "The join token; it is used up. Where it is not given it is asked for on a terminal, and read from standard input elsewhere, so that nobody reads it in the list of processes.")
    @Nullable String token;

    @Option(names = "--token-file", paramLabel = "FILE", description = "Read the join token from this file.")
    @Nullable Path tokenFile;

    @Option(names = "--platform", required = true, paramLabel = "URL", description = "The platform's address.")
    String platform;

    @Option(
            names = "--name",
            description = "What the node is called: letters, digits and hyphens (default: this machine's name).")
    @Nullable String name;

    @Option(
            names = "--engine",
            defaultValue = "process",
            description =
                    "How it runs instances: process, which isolates nothing, or docker, by the Docker Engine at DOCKER_HOST (default: ${DEFAULT-VALUE}).")
    String engine;

    @Option(
            names = "--address",
            paramLabel = "IP",
            description =
                    "The address of this machine at which gateways call its instances (default: what CHUTES_NODE_ADDRESS says, or 127.0.0.1, for a platform on this machine).")
    @Nullable String address;

    @Option(
            names = "--gpus",
            split = ",",
            paramLabel = "MODEL=COUNT",
            description = "GPUs to declare, such as L4=2,A100=1, real or not; --gpus none=0 for none.")
    @Nullable Map<String, Integer> gpus;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Certificates, PEM, to trust besides those that this Java trusts.")
    @Nullable Path ca;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "Where the platform's images are (default: at the platform).")
    @Nullable String registry;

    @Mixin
    NodeFolderOption folder;

    @Mixin
    Output output;

    private final Surroundings surroundings;

    JoinCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        URI url = Addresses.parse(platform, "--platform");
        Path home = folder.path();
        var membership = new Membership(
                url,
                registry == null ? url : Addresses.parse(registry, "--registry"),
                name == null ? hostName() : name,
                "",
                engine,
                address,
                DeclaredGpus.check(gpus),
                ca == null ? null : Trust.read(ca));
        check(membership);
        String shown = token == null
                ? new SecretInput(surroundings)
                        .read("The join token", tokenFile)
                        .strip()
                : token;
        MembershipFile file = MembershipFile.prepare(home);
        Reading found = membership.inventory(home, surroundings.environment()).read();
        told(found).forEach(output::tell);
        JoinedNode joined = join(membership, shown);
        file.write(membership.as(joined.name(), joined.credential()));
        output.print(
                new Joined(joined.name(), url, home),
                "Joined %s as %s; start it again with: chutes node run --data %s",
                url,
                joined.name(),
                home);
        return new RunningNode(surroundings).run(home);
    }

    /** What this machine has become; its credential is in its folder alone. */
    record Joined(String node, URI platform, Path data) {}

    private void check(Membership membership) {
        try {
            membership.engine(surroundings.environment());
        } catch (NodeException e) {
            throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private JoinedNode join(Membership membership, String shown) {
        try {
            return NodeClient.join(
                    membership.platform(), new NewNode(shown, membership.node()), Trust.http(membership.ca()));
        } catch (PlatformException e) {
            // Not as others are told of: what was refused is no key.
            throw new CommandException(ExitStatus.of(e), String.valueOf(e.getMessage()), e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().split("\\.", 2)[0].toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            throw new CommandException(
                    ExitStatus.FAILED, "This machine's name is not known; name the node with --name", e);
        }
    }

    private static List<String> told(Reading found) {
        Map<String, Integer> gpus = new TreeMap<>(found.capacity().gpus());
        String has = "%d cores, %d GiB of memory, %d GiB free, GPUs: %s"
                .formatted(
                        found.capacity().cores(),
                        found.capacity().memoryGb(),
                        found.condition().freeDiskGb(),
                        gpus.isEmpty() ? "none" : gpus);
        return Stream.concat(Stream.of(has), found.condition().warnings().stream())
                .toList();
    }
}
