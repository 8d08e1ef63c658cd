package io.chutes.cli.verify;

import io.chutes.cli.image.StoredImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Two images side by side: one that is given, and one that was rebuilt from what it should be made of. */
public final class Comparison {
    private static final String AOT_LAYER = "aot";

    /** What a cache is made of in any case. */
    private static final Set<String> CACHED_LAYERS = Set.of("base", "libraries", "runtime");

    private static final String CLASSES_LAYER = "classes";

    private final StoredImage given;
    private final StoredImage rebuilt;
    private final List<LayerDifference> layers;
    private final List<SettingDifference> settings;

    private Comparison(StoredImage given, StoredImage rebuilt) {
        this.given = given;
        this.rebuilt = rebuilt;
        this.layers = LayerDifference.between(given, rebuilt);
        this.settings = SettingDifference.between(Settings.of(given.config()), Settings.of(rebuilt.config()));
    }

    /** Compares; layers are read only where they differ. */
    public static Comparison of(StoredImage given, StoredImage rebuilt) {
        return new Comparison(given, rebuilt);
    }

    /** Whether they are one image. */
    public boolean isSame() {
        return given.digest().equals(rebuilt.digest());
    }

    /**
     * What {@code --json} prints.
     *
     * @param same whether they are one image
     * @param given the digest of the one
     * @param rebuilt that of the other
     * @param differences in words; empty if they are one
     */
    public record Summary(boolean same, String given, String rebuilt, List<String> differences) {}

    /** What came of it, for programs. */
    public Summary summary() {
        return new Summary(
                isSame(),
                given.digest(),
                rebuilt.digest(),
                isSame()
                        ? List.of()
                        : lines().stream().skip(1).map(String::strip).toList());
    }

    /** What there is to say, in lines for a person. */
    public List<String> lines() {
        if (isSame()) {
            return List.of("same digest: " + given.digest());
        }
        List<String> lines = new ArrayList<>();
        lines.add("another digest: %s is given, %s was rebuilt".formatted(given.digest(), rebuilt.digest()));
        for (LayerDifference layer : layers) {
            switch (layer) {
                case LayerDifference.Single(var name, var image) ->
                    lines.add("layer %s: only in the %s image".formatted(name, image));
                case LayerDifference.Packing(var name) ->
                    lines.add("layer %s: the same files, packed in another way".formatted(name));
                case LayerDifference.Content(var name, var files) -> {
                    lines.add(name.equals(AOT_LAYER) ? "layer aot: " + aotCaches() : "layer " + name + ":");
                    add("  ", files, lines);
                }
            }
        }
        for (SettingDifference setting : settings) {
            lines.add(setting.name() + ": " + setting.how());
        }
        if (layers.isEmpty() && settings.isEmpty()) {
            lines.add("layers and settings are the same; the manifests or the history of the layers are not");
        }
        return lines;
    }

    private static void add(String indent, List<FileDifference> files, List<String> lines) {
        for (FileDifference file : files) {
            lines.add(indent + file.path() + ": " + file.how());
            add(indent + "  ", file.inside(), lines);
        }
    }

    /** The JVM writes other bytes each time, so that only what a cache was made of can be compared. */
    private String aotCaches() {
        boolean other = !given.aotInputs().equals(rebuilt.aotInputs());
        List<String> inputs = differentInputs(other);
        if (other) {
            return "made of other inputs: "
                    + (inputs.isEmpty()
                            ? "another JDK, C library or version of chutes than this machine's"
                            : String.join(", ", inputs));
        }
        if (!inputs.isEmpty()) {
            return "said to be made of the same inputs, which cannot be, as these differ: " + String.join(", ", inputs);
        }
        boolean alone = layers.size() == 1 && settings.isEmpty();
        return "made of the same inputs (%s); the JVM's dump of a cache is not deterministic%s"
                .formatted(given.aotInputs(), alone ? ", and everything else is equal" : "");
    }

    /** @param classes whether the chute's own classes may be one of them, of which a cache mostly follows from the packages that they name */
    private List<String> differentInputs(boolean classes) {
        return Stream.concat(
                        layers.stream()
                                .map(LayerDifference::layer)
                                .filter(layer ->
                                        CACHED_LAYERS.contains(layer) || (classes && layer.equals(CLASSES_LAYER)))
                                .map(layer -> "layer " + layer),
                        settings.stream()
                                .map(SettingDifference::name)
                                .filter(name -> name.startsWith(Settings.VARIABLE)
                                        || name.equals(Settings.COMMAND)
                                        || name.equals(Settings.CLASS_PATH)))
                .toList();
    }
}
