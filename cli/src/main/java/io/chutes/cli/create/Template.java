package io.chutes.cli.create;

import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Projects to begin with: each is a sample of this repository, as the build put it beside the classes. */
enum Template {
    HELLO,
    EMBEDDINGS,
    LLM;

    /** Its name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Writes it to a folder that is empty or not there; the chute and the artifact get that name. */
    void write(Path folder, String chute) {
        try {
            URI files = resource().toURI();
            if (files.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(files, Map.of())) {
                    copy(jar.getPath(files.getSchemeSpecificPart().replaceFirst(".*!", "")), folder, chute);
                }
            } else {
                copy(Path.of(files), folder, chute);
            }
        } catch (IOException | URISyntaxException e) {
            throw new CommandException(ExitStatus.FAILED, "Could not write " + folder + ": " + e, e);
        }
    }

    private URL resource() {
        URL found = Template.class.getResource(toString());
        if (found == null) {
            throw new IllegalStateException("This build of chutes has no template " + this);
        }
        return found;
    }

    private void copy(Path from, Path to, String chute) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.writeString(target, named(Files.readString(file), chute));
            }
        }
    }

    /** A sample's chute is named as its folder is, and so are its artifact and the model that its test asks for. */
    private String named(String text, String chute) {
        return text.replace("\"" + this + "\"", "\"" + chute + "\"")
                .replace("<artifactId>" + this + "</artifactId>", "<artifactId>" + chute + "</artifactId>")
                .replace("<groupId>io.chutes.samples</groupId>", "<groupId>com.example</groupId>");
    }
}
