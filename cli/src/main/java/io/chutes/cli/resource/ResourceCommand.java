package io.chutes.cli.resource;

import io.chutes.cli.console.Output;
import io.chutes.cli.profile.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Spec;

/** What may be done with a kind of thing; which names and options it takes is the kind's. */
abstract class ResourceCommand implements Callable<Integer> {
    @Mixin
    Session session;

    @Mixin
    Output output;

    @Spec
    CommandSpec spec;

    private final List<String> labels;
    private final List<String> options;

    ResourceCommand(List<String> labels, List<String> options) {
        this.labels = labels;
        this.options = options;
    }

    /** The command line for it. */
    final CommandLine named(String name, String description, String example, CommandLine.IFactory factory) {
        var line = new CommandLine(this, factory);
        CommandSpec made = line.getCommandSpec().name(name);
        made.usageMessage().description(description).footer("", "Example: " + example);
        for (int i = 0; i < labels.size(); i++) {
            made.addPositional(PositionalParamSpec.builder()
                    .index(Integer.toString(i))
                    .arity("1")
                    .required(true)
                    .type(String.class)
                    .paramLabel(labels.get(i))
                    .description("Which " + labels.get(i).toLowerCase(Locale.ROOT) + ".")
                    .build());
        }
        for (String option : options) {
            made.addOption(OptionSpec.builder("--" + option)
                    .arity("1")
                    .type(String.class)
                    .paramLabel(option.toUpperCase(Locale.ROOT))
                    .description("Of this " + option + " only.")
                    .build());
        }
        return line;
    }

    final Asked asked() {
        List<String> names = new ArrayList<>();
        spec.positionalParameters().forEach(it -> names.add(it.getValue()));
        Map<String, String> given = new LinkedHashMap<>();
        for (String option : options) {
            String value = spec.findOption("--" + option).getValue();
            if (value != null) {
                given.put(option, value);
            }
        }
        return new Asked(session.client(), names, given, null);
    }
}
