package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.cli.project.ChuteProject;
import io.chutes.platform.manifest.ImageSpec;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of what a cache is kept by; what one is good for is tested with a real chute, in the samples. */
final class AotCacheTest {
    @TempDir
    Path folder;

    @Test
    void isAnotherOneForOtherJarsVariablesAndPackagesAndNotForAnotherBodyOfAMethod() throws Exception {
        ChuteProject project = Projects.hello(folder, null);
        writeHello(project, "one", "java.util.List");
        String plain = inputs(project, ImageSpec.DEFAULT);

        writeHello(project, "another", "java.util.Map");
        assertThat(inputs(project, ImageSpec.DEFAULT)).isEqualTo(plain);
        Projects.write(project.classes().resolve("words.txt"), "a resource of the chute's own");
        assertThat(inputs(project, ImageSpec.DEFAULT)).isEqualTo(plain);

        writeHello(project, "one", "java.util.regex.Pattern");
        assertThat(inputs(project, ImageSpec.DEFAULT)).as("packages").isNotEqualTo(plain);
        writeHello(project, "one", "java.util.List");
        var withMode = new ImageSpec(null, new TreeMap<>(Map.of("MODE", "x")), List.of(), "65532", "/app", List.of());
        assertThat(inputs(project, withMode)).as("variables").isNotEqualTo(plain);
        Projects.jar(folder.resolve("repository/apple-1.0.jar"), "org/apple/Pear.class");
        assertThat(inputs(project, ImageSpec.DEFAULT)).as("jars").isNotEqualTo(plain);
    }

    @Test
    void isAnotherOneForEachBodyOfAMethodWhereClassesHideWhatAJarHas() throws Exception {
        ChuteProject project = Projects.hello(folder, null);
        writeHello(project, "one", "java.util.List");
        Projects.write(project.classes().resolve("org/apple/Apple.class"), "hides that of the jar");
        String plain = inputs(project, ImageSpec.DEFAULT);

        writeHello(project, "another", "java.util.List");

        assertThat(inputs(project, ImageSpec.DEFAULT)).isNotEqualTo(plain);
    }

    private String inputs(ChuteProject project, ImageSpec image) throws IOException {
        var application = ApplicationLayers.of(project, Optional.empty(), new ContentStore(folder.resolve("files")));
        return AotCache.inputs(
                Path.of("base"),
                application.layers(),
                LaunchCommand.of(project.manifest(), application.classPath()),
                image,
                project.classes());
    }

    /** A class with one method, which loads a text and a class. */
    private static void writeHello(ChuteProject project, String text, String type) throws IOException {
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of("com.example.Hello"),
                        hello -> hello.withMethodBody(
                                "hello",
                                MethodTypeDesc.of(ConstantDescs.CD_void),
                                ClassFile.ACC_STATIC,
                                body -> body.ldc(text)
                                        .pop()
                                        .ldc(ClassDesc.of(type))
                                        .pop()
                                        .return_()));
        Files.write(project.classes().resolve("com/example/Hello.class"), bytes);
    }
}
