package io.chutes.cli.money;

import io.chutes.cli.console.Cell;
import io.chutes.cli.console.Column;
import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import io.chutes.platform.api.Money;
import io.chutes.platform.price.CallPrice;
import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chutes price}. */
@Command(
        name = "price",
        description = "The prices of hardware; or what others pay for calls to a chute, which an option changes.",
        footer = {"", "Example: chutes price hello --per-request 0.002"})
public final class PriceCommand implements Callable<Integer> {
    private static final List<Column<GpuSpec>> COLUMNS = List.of(
            new Column<>("gpu", GpuSpec::model),
            new Column<>("name", GpuSpec::name),
            new Column<>("vram gb", GpuSpec::vramGb),
            new Column<>("usd an hour", GpuSpec::hourlyPrice));

    @Parameters(arity = "0..1", paramLabel = "CHUTE", description = "A chute's name; without one, the price list.")
    @Nullable String chute;

    @ArgGroup
    @Nullable Asked asked;

    @Spec
    CommandSpec spec;

    @Mixin
    Session session;

    @Mixin
    Output output;

    /** One of three ways. */
    static final class Asked {
        @Option(
                names = "--per-request",
                paramLabel = "USD",
                converter = Amounts.class,
                description = "The same for each call.")
        @Nullable Money request;

        @Option(
                names = "--per-second",
                paramLabel = "USD",
                converter = Amounts.class,
                description = "By the time a call takes.")
        @Nullable Money second;

        @ArgGroup(exclusive = false)
        @Nullable Tokens tokens;
    }

    /** By tokens. */
    static final class Tokens {
        @Option(
                names = "--per-million-input",
                required = true,
                paramLabel = "USD",
                converter = Amounts.class,
                description = "For a million tokens read.")
        Money input;

        @Option(
                names = "--per-million-output",
                required = true,
                paramLabel = "USD",
                converter = Amounts.class,
                description = "For a million tokens written.")
        Money output;
    }

    @Override
    public Integer call() {
        CallPrice price = price(asked);
        if (chute == null) {
            if (price != null) {
                throw new ParameterException(spec.commandLine(), "A price is of a chute: name it");
            }
            list(session.client().prices());
        } else {
            CallPrice now = price == null
                    ? session.client().chutePrice(chute)
                    : session.client().priceChute(chute, price);
            output.print(now, "%s: others pay %s", chute, words(now));
        }
        return 0;
    }

    private void list(PriceList prices) {
        List<String> lines = new ArrayList<>(output.table(prices.gpus(), COLUMNS));
        lines.add("Without a GPU: %s a core and %s a GiB of memory an hour. %s, from %s on."
                .formatted(
                        Cell.text(prices.cpu().coreHourlyPrice()),
                        Cell.text(prices.cpu().memoryGbHourlyPrice()),
                        prices.currency(),
                        prices.asOf()));
        output.print(prices, lines);
    }

    private static @Nullable CallPrice price(@Nullable Asked asked) {
        if (asked == null) {
            return null;
        }
        if (asked.tokens != null) {
            return new CallPrice.MillionTokens(asked.tokens.input, asked.tokens.output);
        }
        return asked.second == null ? request(asked) : new CallPrice.Second(asked.second);
    }

    private static CallPrice request(Asked asked) {
        if (asked.request == null) {
            throw new IllegalStateException("picocli asks for one of the three");
        }
        return new CallPrice.Request(asked.request);
    }

    private static String words(CallPrice price) {
        return switch (price) {
            case CallPrice.Request(Money each) -> Cell.text(each) + " USD a call";
            case CallPrice.Second(Money each) -> Cell.text(each) + " USD a second";
            case CallPrice.MillionTokens(Money input, Money written) ->
                "%s USD for a million tokens read and %s for a million written"
                        .formatted(Cell.text(input), Cell.text(written));
        };
    }
}
