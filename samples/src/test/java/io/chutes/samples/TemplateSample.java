package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A sample of a model in the chute's own process, as this build compiled it.
 *
 * @param name of its folder and its chute
 */
record TemplateSample(String name) {
    static final TemplateSample EMBEDDINGS = new TemplateSample("embeddings");
    static final TemplateSample LLM = new TemplateSample("llm");

    /** Two threads of OpenMP wait for each other by spinning, which a busy machine makes slow. */
    private static final String ONE_THREAD = "\"jvmOptions\": [ \"-Dchutes.torch.threads=1\" ]";

    /** What the templates need besides what the hello sample has; so both samples' images share the layer of libraries. */
    private static final Pattern TEMPLATES =
            Pattern.compile(".*/(ai/djl|com/google/code/gson|net/java/dev/jna|org/apache/commons/commons-compress)/.*"
                    + "|.*/(chutes-templates-|templates/)(embedding|llm|torch)[/-].*");

    ChuteProject project() throws IOException {
        Path classes = Path.of(name, "target", "classes");
        String plain = Files.readString(classes.resolve(Manifest.FOLDER + name + ".json"));
        String manifest = plain.replace("\"jvmOptions\": [ ]", ONE_THREAD);
        assertThat(manifest).contains(ONE_THREAD);
        return new ChuteProject(Path.of(name), ManifestJson.read(manifest), manifest, classes, classPath());
    }

    private static List<Path> classPath() {
        Stream<Path> templates = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getProperty("java.class.path"))
                .filter(TEMPLATES.asMatchPredicate())
                .map(Path::of);
        return Stream.concat(HelloSample.project().classPath().stream(), templates)
                .distinct()
                .toList();
    }
}
