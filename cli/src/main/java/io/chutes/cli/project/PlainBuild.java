package io.chutes.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * A build whose classes come of nothing but the files of its project, its jars and Maven's settings: its poms have no profiles, no folders
 * of their own choice, and no plug-ins but those of the standard life cycle, with nothing in their settings that names another input.
 */
final class PlainBuild {
    private static final Set<String> OF_BUILD = Set.of("plugins", "pluginManagement", "finalName");

    private static final String COMPILER = "maven-compiler-plugin";
    private static final String TOOLCHAINS = "maven-toolchains-plugin";

    /** They run after the classes are made. */
    private static final Set<String> LATER = Set.of(
            "maven-clean-plugin",
            "maven-deploy-plugin",
            "maven-failsafe-plugin",
            "maven-install-plugin",
            "maven-jar-plugin",
            "maven-javadoc-plugin",
            "maven-site-plugin",
            "maven-source-plugin",
            "maven-surefire-plugin");

    private static final Set<String> OF_COMPILER = Set.of(
            "annotationProcessorPaths",
            "annotationProcessors",
            "compilerArgs",
            "debug",
            "enablePreview",
            "encoding",
            "failOnWarning",
            "parameters",
            "proc",
            "release",
            "showDeprecation",
            "showWarnings",
            "source",
            "target");

    private PlainBuild() {}

    /**
     * Whether a build is one.
     *
     * @param poms the project's, and its parents'
     */
    static boolean is(List<Path> poms) throws IOException {
        for (Path pom : poms) {
            Optional<PomElements> elements = PomElements.read(pom);
            Optional<Pom> read = Pom.read(pom);
            if (elements.isEmpty()
                    || read.isEmpty()
                    || Files.readString(pom).contains("${env.")
                    || !isPlain(elements.get(), read.get().properties())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(PomElements pom, Map<String, String> properties) {
        return pom.named("profile").isEmpty()
                && pom.named("build").stream()
                        .flatMap(build -> PomElements.children(build).stream())
                        .allMatch(child -> OF_BUILD.contains(child.getLocalName()))
                && pom.named("plugin").stream().allMatch(plugin -> isPlain(plugin, properties));
    }

    private static boolean isPlain(Element plugin, Map<String, String> properties) {
        String group = PomElements.text(plugin, "groupId");
        String version = PomFamily.filled(PomElements.text(plugin, "version"), properties);
        if (!(group.isEmpty() || group.equals("org.apache.maven.plugins"))
                || version.contains("SNAPSHOT")
                || version.contains("${")
                || PomElements.text(plugin, "extensions").equals("true")) {
            return false;
        }
        List<Element> settings = PomElements.children(plugin, "configuration");
        boolean isRunOnce = PomElements.children(plugin, "executions").isEmpty();
        String name = PomElements.text(plugin, "artifactId");
        return switch (name) {
            case COMPILER -> isRunOnce && settings.stream().allMatch(PlainBuild::isPlainCompiler);
            case TOOLCHAINS -> true;
            case "maven-resources-plugin" -> isRunOnce && settings.isEmpty();
            default -> isRunOnce && LATER.contains(name);
        };
    }

    /** No argument of it names a file. */
    private static boolean isPlainCompiler(Element settings) {
        return PomElements.children(settings).stream()
                .allMatch(setting -> OF_COMPILER.contains(setting.getLocalName())
                        && (!setting.getLocalName().equals("compilerArgs")
                                || setting.getTextContent().chars().noneMatch(it -> "/\\@".indexOf(it) >= 0)));
    }
}
