package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.project.ChuteProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jib's cache and the content that it is shown, as builds leave them. */
final class LayerCacheTest {
    @TempDir
    static Path cache;

    @BeforeAll
    static void standsOnTheBasesOfAll() throws IOException {
        TestBases.linkInto(cache);
    }

    @TempDir
    Path folder;

    @Test
    void keepsTheLayersOfTheLatestImagesAndMakesOthersAgain() throws Exception {
        ChuteProject project = Projects.hello(folder, null);
        String first = build(project);
        List<Path> firstLayers = members("jib/application/layers");
        List<Path> firstFiles = members("files");
        assertThat(firstLayers).hasSize(4);

        for (Path member :
                Stream.concat(firstLayers.stream(), firstFiles.stream()).toList()) {
            Files.setLastModifiedTime(member, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }
        Projects.write(project.classes().resolve("com/example/Hello.class"), "Hallo");
        build(project);

        assertThat(members("jib/application/layers")).hasSize(4).isNotEqualTo(firstLayers);
        assertThat(members("jib/application/selectors")).hasSize(4);
        assertThat(members("files")).hasSameSizeAs(firstFiles).isNotEqualTo(firstFiles);
        Projects.write(project.classes().resolve("com/example/Hello.class"), "Hello");
        assertThat(build(project)).isEqualTo(first);
    }

    private String build(ChuteProject project) throws InterruptedException {
        return new ImageBuilder(cache, step -> {})
                .withoutTraining()
                .build(project, new ImageTarget.TarFile(folder.resolve("hello.tar"), "hello"))
                .digest();
    }

    private static List<Path> members(String folder) throws IOException {
        try (Stream<Path> members = Files.list(cache.resolve(folder))) {
            return members.sorted().toList();
        }
    }
}
