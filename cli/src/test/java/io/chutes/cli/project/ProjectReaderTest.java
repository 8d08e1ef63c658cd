package io.chutes.cli.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.manifest.ImageSpec;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.manifest.ManifestJson;
import io.chutes.platform.manifest.ScalingSpec;
import io.chutes.platform.manifest.TimeoutsSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maven is a shell script here that notes how it was called and answers as told. */
final class ProjectReaderTest {
    @TempDir
    Path project;

    @TempDir
    Path bin;

    @BeforeEach
    void addPom() throws IOException {
        Files.writeString(project.resolve("pom.xml"), "<project/>");
    }

    @Test
    void readsTheChuteAndItsClassPathInOrder() throws Exception {
        maven("""
                for argument; do case "$argument" in -Dmdep.outputFile=*) out="${argument#*=}";; esac; done
                printf '/repository/b.jar:/repository/a.jar' > "$out"
                """);
        String json = chute("hello");

        ChuteProject read = read(null);

        assertThat(read.manifest()).isEqualTo(ManifestJson.read(json));
        assertThat(read.manifestJson()).isEqualTo(json);
        assertThat(read.classes()).isEqualTo(project.resolve("target/classes"));
        assertThat(read.classPath()).containsExactly(Path.of("/repository/b.jar"), Path.of("/repository/a.jar"));
    }

    @Test
    void runsMavenInTheProjectOnTheJavaOfThisProcess() throws Exception {
        maven("echo \"$PWD $JAVA_HOME $*\" > " + bin + "/called");
        chute("hello");

        ChuteProject read = read(null);

        assertThat(read.classPath()).isEmpty();
        assertThat(bin.resolve("called"))
                .content()
                .startsWith(project.toRealPath() + " " + System.getProperty("java.home") + " ")
                .contains("-Dmaven.test.skip=true process-classes ", "maven-dependency-plugin:3.9.0:build-classpath");
    }

    @Test
    void asksForTheClassPathAgainOnlyWhereAPomIsAnother() throws Exception {
        Path jar = Files.writeString(bin.resolve("a-1.jar"), "jar");
        Path jarsPom = Files.writeString(bin.resolve("a-1.pom"), "<project/>");
        mavenThatNotesWhetherItIsAskedForTheClassPath(jar);
        chute("hello");

        assertThat(read(null).classPath()).containsExactly(jar);
        assertThat(read(null).classPath()).containsExactly(jar);
        Files.writeString(jarsPom, "<project>another</project>");
        read(null);
        Files.writeString(project.resolve("pom.xml"), "<project>another</project>");
        read(null);
        read(null);

        assertThat(Files.readAllLines(bin.resolve("asked"))).containsExactly("yes", "no", "yes", "yes", "no");
    }

    @Test
    void asksAgainWhereAParentOrABillOfMaterialsIsAnotherAndAlwaysWhereOneIsNotFound() throws Exception {
        Path jar =
                Files.writeString(Files.createDirectories(bin.resolve("m2/a")).resolve("a-1.jar"), "jar");
        Path bom = Files.createDirectories(bin.resolve("m2/org/bom/2")).resolve("bom-2.pom");
        Files.writeString(bom, "<project/>");
        Path parent = Files.createDirectories(project.resolve("../parent-of-" + project.getFileName()))
                .resolve("pom.xml");
        Files.writeString(parent, parent("2"));
        Files.writeString(project.resolve("pom.xml"), """
                <project><parent><groupId>org</groupId><artifactId>parent</artifactId><version>1</version>
                  <relativePath>%s</relativePath></parent></project>""".formatted(parent));
        mavenThatNotesWhetherItIsAskedForTheClassPath(jar);
        chute("hello");

        read(null);
        read(null);
        Files.writeString(bom, "<project>another</project>");
        read(null);
        Files.writeString(parent, parent("2") + "<!-- another -->");
        read(null);
        Files.writeString(parent, parent("3"));
        read(null);
        read(null);

        assertThat(Files.readAllLines(bin.resolve("asked"))).containsExactly("yes", "no", "yes", "yes", "yes", "yes");
    }

    @Test
    void runsMavenOnlyWhereSomethingThatItReadsOrMadeIsAnother() throws Exception {
        Path repository = bin.resolve("m2");
        Path jar = artifact(repository, "org/library");
        Path processor = artifact(repository, "org/processor");
        Path below = artifact(repository, "org/below");
        rewrite(processor.resolveSibling("processor-1.pom"), """
                <project><dependencies><dependency><groupId>org</groupId><artifactId>below</artifactId></dependency></dependencies></project>""");
        Path parent = artifact(repository, "org/parent").resolveSibling("parent-1.pom");
        Files.writeString(project.resolve("pom.xml"), """
                <project><parent><groupId>org</groupId><artifactId>parent</artifactId><version>1</version><relativePath/></parent>
                  <build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><version>3</version><configuration>
                    <annotationProcessorPaths><path><groupId>org</groupId><artifactId>processor</artifactId></path></annotationProcessorPaths>
                  </configuration></plugin></plugins></build></project>""");
        Path source = Files.createDirectories(project.resolve("src/main/java")).resolve("Hello.java");
        Files.writeString(source, "class Hello {}");
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        mavenThatCompilesTo(classes.resolve("Hello.class"), jar);
        chute("hello");

        assertThat(runs(() -> {})).isOne();
        assertThat(runs(() -> {})).isZero();
        assertThat(runs(() -> Files.setLastModifiedTime(source, FileTime.fromMillis(0))))
                .isZero();
        assertThat(runs(() -> Files.writeString(source, "class Hallo {}"))).isOne();
        assertThat(runs(() -> Files.writeString(source.resolveSibling("More.java"), "")))
                .isOne();
        assertThat(runs(() -> Files.delete(source.resolveSibling("More.java")))).isOne();
        assertThat(runs(() -> Files.writeString(project.resolve("pom.xml"), " ", StandardOpenOption.APPEND)))
                .isOne();
        assertThat(runs(() -> rewrite(parent, "<project><!-- another --></project>")))
                .isOne();
        assertThat(runs(() -> Files.delete(classes.resolve("Hello.class")))).isOne();
        assertThat(runs(() -> Files.writeString(classes.resolve("Hello.class"), "another")))
                .isOne();
        assertThat(runs(() -> rewrite(jar, "another"))).isOne();
        assertThat(runs(() -> rewrite(processor, "another"))).isOne();
        assertThat(runs(() -> rewrite(below, "another"))).isOne();
        assertThat(runs(() -> Files.delete(processor))).isOne();
        assertThat(runs(() -> rewrite(bin.resolve("mvn"), Files.readString(bin.resolve("mvn")) + "\n")))
                .isOne();
        assertThat(runs(() -> {})).isZero();
        Files.writeString(below.resolveSibling("maven-metadata-central.xml"), "");
        assertThat(runs(() -> Files.writeString(source, "class Hello { int next; }")))
                .isOne();
        assertThat(runs(() -> {})).as("a repository may have a newer one").isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<build><plugins><plugin><groupId>org.codehaus.mojo</groupId><artifactId>exec-maven-plugin</artifactId></plugin></plugins></build>",
                "<build><plugins><plugin><artifactId>maven-antrun-plugin</artifactId></plugin></plugins></build>",
                "<build><plugins><plugin><artifactId>maven-resources-plugin</artifactId><executions/></plugin></plugins></build>",
                "<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><configuration><compilerArgs><arg>-Aconfig=../a</arg></compilerArgs></configuration></plugin></plugins></build>",
                "<build><resources><resource><directory>../shared</directory></resource></resources></build>",
                "<build><extensions><extension><artifactId>a</artifactId></extension></extensions></build>",
                "<profiles><profile><activation><file><exists>../a</exists></file></activation></profile></profiles>",
                "<name>${env.NAME}</name>",
                "<dependencies><dependency><groupId>org</groupId><artifactId>in-no-repository</artifactId></dependency></dependencies>"
            })
    void alwaysRunsMavenWhereAPomAsksForWhatItsFilesDoNotTell(String asked) throws Exception {
        Files.writeString(project.resolve("pom.xml"), "<project>" + asked + "</project>");
        mavenThatCompilesTo(project.resolve("target/classes/Hello.class"), artifact(bin.resolve("m2"), "org/library"));
        chute("hello");

        assertThat(runs(() -> {})).isOne();
        assertThat(runs(() -> {})).isOne();
    }

    private interface Change {
        void make() throws IOException;
    }

    /** How often Maven is run after a change. */
    private int runs(Change change) throws IOException, InterruptedException {
        Path ran = bin.resolve("ran");
        Files.writeString(ran, "");
        change.make();
        new ProjectReader(bin.toString(), step -> {}).read(project, null);
        return Files.readAllLines(ran).size();
    }

    /** As of an hour ago: what is as new as Maven's start may have been written while it ran. */
    private static void rewrite(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    /** The jar of a version 1, with a pom beside it. */
    private static Path artifact(Path repository, String name) throws IOException {
        Path folder = Files.createDirectories(repository.resolve(name).resolve("1"));
        String file = name.substring(name.lastIndexOf('/') + 1) + "-1";
        rewrite(folder.resolve(file + ".pom"), "<project/>");
        Path jar = folder.resolve(file + ".jar");
        rewrite(jar, "jar");
        return jar;
    }

    private void mavenThatCompilesTo(Path compiled, Path classPath) throws IOException {
        maven("""
                for argument; do case "$argument" in -Dmdep.outputFile=*) printf %s > "${argument#*=}";; esac; done
                echo run >> %s
                echo class > %s
                """.formatted(classPath, bin.resolve("ran"), compiled));
        rewrite(bin.resolve("mvn"), Files.readString(bin.resolve("mvn")));
    }

    private static String parent(String version) {
        return """
                <project><groupId>org</groupId><artifactId>parent</artifactId><version>1</version>
                  <properties><bom.version>%s</bom.version></properties>
                  <dependencyManagement><dependencies><dependency><groupId>${project.groupId}</groupId>
                    <artifactId>bom</artifactId><version>${bom.version}</version><type>pom</type><scope>import</scope>
                  </dependency></dependencies></dependencyManagement></project>""".formatted(version);
    }

    @Test
    void compilesAModuleWithThoseOfItsBuildAndNoProjectThatMerelyLiesInAnother() throws Exception {
        maven("echo \"$*\" > " + bin + "/called");
        Files.writeString(project.resolve("pom.xml"), """
                <project><artifactId>all</artifactId><modules><module>library</module><module>services/app</module></modules></project>""");
        Path app = Files.createDirectories(project.resolve("services/app"));
        Files.writeString(app.resolve("pom.xml"), """
                <project><parent><groupId>g</groupId><artifactId>all</artifactId><version>1</version>
                  <relativePath>../../pom.xml</relativePath></parent><artifactId>app</artifactId></project>""");
        Path other = Files.createDirectories(project.resolve("library"));
        Files.writeString(other.resolve("pom.xml"), "<project><artifactId>library</artifactId></project>");

        assertThatThrownBy(() -> new ProjectReader(bin.toString(), step -> {}).read(app, null))
                .hasMessageContaining("No chute was found");
        assertThat(bin.resolve("called"))
                .content()
                .contains("-f " + project.resolve("pom.xml") + " -pl services/app -am process-classes");
        assertThatThrownBy(() -> new ProjectReader(bin.toString(), step -> {}).read(other, null))
                .hasMessageContaining("No chute was found");
        assertThat(bin.resolve("called")).content().doesNotContain(" -pl ");
        assertThatThrownBy(() -> read(null))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("name the module with the chute, one of library, services/app");
    }

    @Test
    void prefersTheWrapperOfTheProject() throws Exception {
        maven("exit 1");
        script(project.resolve("mvnw"), "exit 0");
        chute("hello");

        assertThat(read(null).manifest().name()).isEqualTo("hello");
    }

    @Test
    void refusesAFolderWithoutAPom() throws Exception {
        Files.delete(project.resolve("pom.xml"));

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("no pom.xml in " + project);
    }

    @Test
    void saysThatMavenIsMissing() {
        assertThatThrownBy(() -> read(null))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("there is no mvn on the PATH");
    }

    @Test
    void showsTheLastLinesOfAFailedBuild() throws Exception {
        maven("seq 1 100; echo '[ERROR] cannot find symbol' >&2; exit 3");

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("\n100\n[ERROR] cannot find symbol")
                .hasMessageNotContaining("\n50\n");
    }

    @Test
    void showsHowToRunTheProcessorWhenThereIsNoManifest() throws Exception {
        maven("exit 0");

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("javac did not run the annotation processor")
                .hasMessageContaining("    <annotationProcessorPaths>\n")
                .hasMessageContaining("<artifactId>chutes-processor</artifactId>");
    }

    @Test
    void asksWhichOfSeveralChutes() throws Exception {
        maven("exit 0");
        chute("hello");
        chute("goodbye");

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("goodbye, hello")
                .hasMessageContaining("--chute");
        assertThat(read("goodbye").manifest().name()).isEqualTo("goodbye");
    }

    @Test
    void listsTheChutesThatThereAre() throws Exception {
        maven("exit 0");
        chute("hello");

        assertThatThrownBy(() -> read("other"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("'other'")
                .hasMessageContaining("only: hello");
    }

    @Test
    void namesTheManifestThatItCannotRead() throws Exception {
        maven("exit 0");
        Path folder = Files.createDirectories(project.resolve("target/classes").resolve(Manifest.FOLDER));
        Files.writeString(folder.resolve("hello.json"), "{");

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(folder.resolve("hello.json").toString());
    }

    @Test
    void namesTheProcessorToGradleInItsOwnWords() throws Exception {
        Files.delete(project.resolve("pom.xml"));
        Files.writeString(project.resolve("build.gradle.kts"), "plugins { java }");
        script(bin.resolve("gradle"), """
                for argument; do case "$argument" in -Dchutes.classPath=*) : > "${argument#*=}";; esac; done""");

        assertThatThrownBy(() -> read(null))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining(project.resolve("build/chutes/classes").toString())
                .hasMessageContaining("annotationProcessor \"io.chutes:chutes-processor:");
    }

    private ChuteProject read(@Nullable String chute) throws InterruptedException {
        return new ProjectReader(bin.toString(), step -> {}).anew().read(project, chute);
    }

    private void mavenThatNotesWhetherItIsAskedForTheClassPath(Path classPath) throws IOException {
        maven("""
                asked=no
                for argument; do case "$argument" in -Dmdep.outputFile=*) out="${argument#*=}"; asked=yes;; esac; done
                echo $asked >> %s
                if [ $asked = yes ]; then printf %s > "$out"; fi
                """.formatted(bin.resolve("asked"), classPath));
    }

    private void maven(String body) throws IOException {
        script(bin.resolve("mvn"), body);
    }

    private static void script(Path path, String body) throws IOException {
        Files.writeString(path, "#!/bin/sh\nPATH=/usr/bin:/bin\n" + body + "\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }

    private String chute(String name) throws IOException {
        String json = manifest(name);
        Path folder = Files.createDirectories(project.resolve("target/classes").resolve(Manifest.FOLDER));
        Files.writeString(folder.resolve(name + ".json"), json);
        return json;
    }

    static String manifest(String name) {
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                name,
                "com.example.Hello",
                "com.example.HelloRoutes",
                "",
                "",
                new Hardware.Cpu(1, 2),
                ScalingSpec.DEFAULT,
                TimeoutsSpec.DEFAULT,
                ImageSpec.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "0.1.0");
        return ManifestJson.write(manifest);
    }
}
