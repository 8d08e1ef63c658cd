package io.chutes.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JavaModulesTest {
    private static final String[] ALWAYS = {"java.base", "jdk.unsupported", "jdk.zipfs"};

    @TempDir
    Path folder;

    @Test
    void areFewForClassesThatNeedNothing() throws IOException {
        assertThat(JavaModules.neededBy(List.of(folder))).containsExactly(ALWAYS);
    }

    @Test
    void areThoseOfTheTypesThatClassesName() throws IOException {
        Files.write(folder.resolve("A.class"), classNaming("java.sql", "Connection"));
        Path jar = jar("b.jar", "B.class", classNaming("java.net.http", "HttpClient"));

        assertThat(JavaModules.neededBy(List.of(folder, jar)))
                .contains(ALWAYS)
                .contains("java.sql", "java.net.http")
                .hasSize(ALWAYS.length + 2);
    }

    @Test
    void areThoseOfTheElementsOfArrays() throws IOException {
        byte[] bytes = ClassFile.of()
                .build(
                        ClassDesc.of("A"),
                        type -> type.withMethodBody(
                                "a",
                                java.lang.constant.MethodTypeDesc.ofDescriptor("()V"),
                                ClassFile.ACC_STATIC,
                                code -> code.loadConstant(ClassDesc.of("java.util.logging", "Level")
                                                .arrayType())
                                        .pop()
                                        .return_()));
        Files.write(folder.resolve("A.class"), bytes);

        assertThat(JavaModules.neededBy(List.of(folder))).contains("java.logging");
    }

    @Test
    void areThoseThatADescriptorRequiresWithoutTheOptional() throws IOException {
        byte[] descriptor = ClassFile.of().buildModule(ModuleAttribute.of(ModuleDesc.of("m"), module -> module.requires(
                        ModuleDesc.of("java.base"), ClassFile.ACC_MANDATED, null)
                .requires(ModuleDesc.of("java.logging"), 0, null)
                .requires(ModuleDesc.of("org.absent"), 0, null)
                .requires(ModuleDesc.of("java.desktop"), ClassFile.ACC_STATIC_PHASE, null)));
        Path jar = jar("m.jar", "module-info.class", descriptor);

        assertThat(JavaModules.neededBy(List.of(jar)))
                .contains("java.logging")
                .doesNotContain("java.desktop", "org.absent");
    }

    @Test
    void doNotDependOnFilesThatOnlyLookLikeClasses() throws IOException {
        Files.writeString(folder.resolve("A.class"), "java/sql/Connection");

        assertThat(JavaModules.neededBy(List.of(folder))).containsExactly(ALWAYS);
    }

    private static byte[] classNaming(String packageName, String type) {
        return ClassFile.of().build(ClassDesc.of("A"), it -> it.withInterfaceSymbols(ClassDesc.of(packageName, type)));
    }

    private Path jar(String name, String entry, byte[] content) throws IOException {
        Path path = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(entry));
            jar.write(content);
            jar.closeEntry();
        }
        return path;
    }
}
