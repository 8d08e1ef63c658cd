package io.chutes.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.cli.image.BuiltImage;
import io.chutes.cli.image.ImageBuilder;
import io.chutes.cli.image.ImageTarget;
import io.chutes.cli.project.BuildException;
import io.chutes.cli.project.ChuteProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache that an image of the real sample is given. */
class AotCacheTest {
    @TempDir
    Path folder;

    private Path cache;

    @BeforeEach
    void standsOnTheBaseOfAll() throws IOException {
        cache = folder.resolve("cache");
        SharedCache.linkInto(cache, "base");
    }

    @Test
    void isTrainedOnceByCallingEachEndpointAndKeptByItsInputs() throws Exception {
        List<String> steps = new ArrayList<>();
        var builder = new ImageBuilder(cache, steps::add);

        BuiltImage first = builder.build(HelloSample.project(), tar("first"));
        List<String> firstSteps = List.copyOf(steps);
        steps.clear();
        BuiltImage second = builder.build(HelloSample.project(), tar("second"));

        assertThat(firstSteps).contains("Trained the AOT cache with 2 calls");
        assertThat(second.digest()).isEqualTo(first.digest());

        BuiltImage third = builder.build(HelloSample.saying("Hallo", folder.resolve("changed")), tar("third"));

        assertThat(third.digest()).isNotEqualTo(first.digest());
        assertThat(steps).as("another body of a method").noneMatch(step -> step.contains("AOT"));
    }

    @Test
    void isNotMadeWithOptionsThatTheJvmTakesNoCacheWith() {
        ChuteProject project = HelloSample.with("\"jvmOptions\": [ ]", "\"jvmOptions\": [ \"-Xshare:off\" ]");

        assertThatThrownBy(() -> new ImageBuilder(cache, _ -> {}).build(project, tar("refused")))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("AOT")
                .hasMessageContaining("--no-training");
    }

    private ImageTarget tar(String name) {
        return new ImageTarget.TarFile(folder.resolve(name + ".tar"), "hello");
    }
}
