package io.chutes.cli.resource;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.Money;
import io.chutes.platform.fleet.NodePrices;
import io.chutes.platform.fleet.NodeState;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chutes nodes price}. */
@Command(
        name = "price",
        description =
                "Ask less than the price list for the GPUs of a node, of instances that are placed from now on; models that are not named cost what the list says.",
        footer = {"", "Example: chutes nodes price gpu-7 --gpu L4=0.20"})
final class NodePriceCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The node.")
    String name;

    @Option(
            names = "--gpu",
            split = ",",
            paramLabel = "MODEL=USD",
            description = "What an hour of one GPU of that model costs.")
    @Nullable Map<String, String> gpus;

    @Option(names = "--reset", description = "Ask what the price list says.")
    boolean reset;

    @Mixin
    Session session;

    @Mixin
    Output output;

    @Override
    public Integer call() {
        if (reset == (gpus != null)) {
            throw new CommandException(ExitStatus.USAGE, "Either --gpu MODEL=USD or --reset is needed");
        }
        NodeState node = session.client().priceNode(name, gpus == null ? NodePrices.LIST : prices(gpus));
        output.print(
                node,
                node.prices().gpus().isEmpty() ? "%s costs what the price list says" : "%s costs an hour: %s",
                name,
                node.prices().gpus());
        return 0;
    }

    private static NodePrices prices(Map<String, String> asked) {
        Map<String, Money> prices = new TreeMap<>();
        asked.forEach((model, price) -> {
            try {
                prices.put(model, Money.of(price));
            } catch (NumberFormatException e) {
                throw new CommandException(ExitStatus.USAGE, "--gpu %s: %s".formatted(model, e.getMessage()), e);
            }
        });
        return new NodePrices(prices);
    }
}
