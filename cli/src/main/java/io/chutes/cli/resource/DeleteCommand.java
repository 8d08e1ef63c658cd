package io.chutes.cli.resource;

import io.chutes.cli.console.Confirmation;
import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;

/** Deletes one thing of a kind. */
final class DeleteCommand extends ResourceCommand {
    @Mixin
    Confirmation confirmation;

    private final String kind;
    private final Consumer<Asked> delete;

    DeleteCommand(String kind, List<String> names, List<String> qualifiers, Consumer<Asked> delete) {
        super(names, qualifiers);
        this.kind = kind;
        this.delete = delete;
    }

    @Override
    public Integer call() {
        Asked asked = asked();
        confirmation.require("Delete '%s' of the %s".formatted(asked.name(), kind));
        delete.accept(asked);
        output.print(asked.name(), "Deleted '%s' of the %s", asked.name(), kind);
        return 0;
    }
}
