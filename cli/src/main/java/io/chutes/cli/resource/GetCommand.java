package io.chutes.cli.resource;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.api.Page;

/** Shows one thing of a kind. */
final class GetCommand<T> extends ResourceCommand {
    private final Kind<T> kind;

    GetCommand(Kind<T> kind) {
        super(kind.names(), kind.qualifiers());
        this.kind = kind;
    }

    @Override
    public Integer call() {
        Asked asked = asked();
        output.item(kind.one() == null ? found(asked) : kind.one().apply(asked), kind.columns());
        return 0;
    }

    /** That of the list, where the platform has no address for a single one. */
    private T found(Asked asked) {
        Page<T> page = kind.pages().apply(asked);
        while (true) {
            for (T item : page.items()) {
                if (kind.named().apply(item).equals(asked.name())) {
                    return item;
                }
            }
            if (page.next() == null) {
                throw new CommandException(
                        ExitStatus.NOT_FOUND, "There is no '%s' among the %s".formatted(asked.name(), kind.name()));
            }
            page = kind.pages().apply(asked.from(page.next()));
        }
    }
}
