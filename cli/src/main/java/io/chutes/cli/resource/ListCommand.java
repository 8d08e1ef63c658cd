package io.chutes.cli.resource;

import io.chutes.platform.api.Page;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Lists things of a kind. */
final class ListCommand<T> extends ResourceCommand {
    @Option(
            names = "--limit",
            paramLabel = "NUMBER",
            defaultValue = "100",
            description = "How many at most (default ${DEFAULT-VALUE}; 0 for all).")
    int limit;

    private final Kind<T> kind;

    ListCommand(Kind<T> kind) {
        super(kind.whole(), kind.filters());
        this.kind = kind;
    }

    @Override
    public Integer call() {
        if (limit < 0) {
            throw new ParameterException(spec.commandLine(), "--limit must be 0 or more, got " + limit);
        }
        Asked asked = asked();
        Page<T> page = kind.pages().apply(asked);
        List<T> items = new ArrayList<>(page.items());
        while (page.next() != null && (limit == 0 || items.size() < limit)) {
            page = kind.pages().apply(asked.from(page.next()));
            items.addAll(page.items());
        }
        boolean isCut = limit > 0 && (items.size() > limit || page.next() != null);
        output.list(isCut ? items.subList(0, Math.min(limit, items.size())) : items, kind.columns());
        if (isCut) {
            output.tell("There are more than %d: --limit 0 lists all".formatted(limit));
        }
        return 0;
    }
}
