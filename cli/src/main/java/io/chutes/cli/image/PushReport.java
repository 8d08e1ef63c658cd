package io.chutes.cli.image;

import com.google.cloud.tools.jib.api.LogEvent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a push sent of an image, and what the registry had: Jib asks before it sends. */
final class PushReport {
    /** The one place where Jib tells; a test holds it to that. */
    private static final Pattern SKIPPED =
            Pattern.compile("Skipping push; BLOB already exists.*(sha256:[0-9a-f]{64}).*");

    private final Set<String> skipped = ConcurrentHashMap.newKeySet();

    /** Takes note of an event of the push. */
    void hear(LogEvent event) {
        Matcher told = SKIPPED.matcher(event.getMessage());
        if (told.matches()) {
            skipped.add(told.group(1));
        }
    }

    /** A line for each layer. */
    List<String> lines(List<StoredImage.Layer> layers) {
        return layers.stream()
                .map(layer -> "  layer %s: %s"
                        .formatted(
                                layer.name(),
                                skipped.contains(layer.digest())
                                        ? "already there"
                                        : "%,d bytes pushed".formatted(layer.size())))
                .toList();
    }
}
