package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.project.ChuteProject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathTest {
    @TempDir
    Path folder;

    @Test
    void hasTheProjectsClassesLastUnlessTheyHideSomethingInAJar() throws Exception {
        Path jar = Projects.jar(
                folder.resolve("other-1.0.jar"),
                "META-INF/MANIFEST.MF",
                "module-info.class",
                "META-INF/versions/11/a/B.class");
        ChuteProject project = Projects.with(Projects.hello(folder, null), jar);
        Projects.write(project.classes().resolve("module-info.class"), "nobody reads it on a class path");
        Projects.write(project.classes().resolve("META-INF/MANIFEST.MF"), "nor that of another jar");

        assertThat(classPath(project))
                .isEqualTo(new ClassPath(List.of("lib/other-1.0.jar"), false))
                .satisfies(path -> assertThat(path.entries()).containsExactly("lib/other-1.0.jar", "classes.jar"))
                .satisfies(path -> assertThat(path.cached()).containsExactly("lib/other-1.0.jar"));

        Projects.write(project.classes().resolve("a/B.class"), "hides that of the jar");

        assertThat(classPath(project).entries()).containsExactly("classes.jar", "lib/other-1.0.jar");
        assertThat(classPath(project).cached()).containsExactly("classes.jar", "lib/other-1.0.jar");
    }

    private ClassPath classPath(ChuteProject project) throws IOException {
        return ApplicationLayers.of(project, Optional.empty(), new ContentStore(folder.resolve("files")))
                .classPath();
    }
}
