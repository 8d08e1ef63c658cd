package io.chutes.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What one file says of the poms that it is made of.
 *
 * @param properties those that it sets, and its coordinates as {@code project.version} and so on
 * @param relativePath where its parent may lie, empty for in the repository alone
 * @param imports its bills of materials, properties unfilled
 * @param modules folders or files of the projects that are built with it
 * @param isConditional whether a profile that a file or a property switches on changes its dependencies
 */
record Pom(
        Map<String, String> properties,
        Optional<Coordinates> parent,
        String relativePath,
        List<Coordinates> imports,
        List<String> modules,
        boolean isConditional) {
    private static final Set<String> OF_DEPENDENCIES = Set.of(
            "/project/profiles/profile/dependencies",
            "/project/profiles/profile/dependencyManagement",
            "/project/profiles/profile/properties",
            "/project/profiles/profile/repositories");

    /** Names a pom. */
    record Coordinates(String group, String artifact, String version) {}

    String artifact() {
        return properties.getOrDefault("project.artifactId", "");
    }

    /** Nothing if it is not well-formed. */
    static Optional<Pom> read(Path file) throws IOException {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new Reading().read(factory.createXMLStreamReader(in)));
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
    }

    /** Goes through a file once. */
    private static final class Reading {
        private final Map<String, String> properties = new HashMap<>();
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, String> dependency = new HashMap<>();
        private final List<Coordinates> imports = new ArrayList<>();
        private final List<String> modules = new ArrayList<>();
        private final Deque<String> path = new ArrayDeque<>();
        private final StringBuilder text = new StringBuilder();
        private boolean isSwitched;
        private boolean changesDependencies;
        private boolean isConditional;

        Pom read(XMLStreamReader xml) throws XMLStreamException {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamReader.START_ELEMENT -> {
                        path.addLast((path.isEmpty() ? "" : path.getLast()) + "/" + xml.getLocalName());
                        text.setLength(0);
                    }
                    case XMLStreamReader.CHARACTERS -> text.append(xml.getText());
                    case XMLStreamReader.END_ELEMENT -> {
                        end(
                                path.removeLast(),
                                xml.getLocalName(),
                                text.toString().strip());
                        text.setLength(0);
                    }
                    default -> {}
                }
            }
            return pom();
        }

        private void end(String place, String name, String value) {
            if (place.startsWith("/project/properties/")) {
                properties.put(name, value);
            } else if (place.endsWith("/dependencyManagement/dependencies/dependency")) {
                if (Objects.equals(dependency.get("scope"), "import")) {
                    imports.add(coordinates(dependency));
                }
                dependency.clear();
            } else if (place.contains("/dependencyManagement/dependencies/dependency/")) {
                dependency.putIfAbsent(name, value);
            } else if (place.equals("/project/modules/module")) {
                modules.add(value);
            } else if (place.startsWith("/project/profiles/profile")) {
                profile(place);
            } else {
                texts.putIfAbsent(place, value);
            }
        }

        private void profile(String place) {
            isSwitched |= place.equals("/project/profiles/profile/activation/file")
                    || place.equals("/project/profiles/profile/activation/property");
            changesDependencies |= OF_DEPENDENCIES.contains(place);
            if (place.equals("/project/profiles/profile")) {
                isConditional |= isSwitched && changesDependencies;
                isSwitched = false;
                changesDependencies = false;
            }
        }

        private Pom pom() {
            Map<String, String> above = new HashMap<>();
            for (String name : List.of("groupId", "artifactId", "version")) {
                String parents = texts.getOrDefault("/project/parent/" + name, "");
                above.put(name, parents);
                String own = texts.getOrDefault("/project/" + name, parents);
                for (String prefix : List.of("project.", "pom.", "")) {
                    properties.putIfAbsent(prefix + name, own);
                }
                properties.put("project.parent." + name, parents);
            }
            return new Pom(
                    Map.copyOf(properties),
                    texts.containsKey("/project/parent/artifactId")
                            ? Optional.of(coordinates(above))
                            : Optional.empty(),
                    texts.getOrDefault(
                            "/project/parent/relativePath", texts.containsKey("/project/parent") ? "../pom.xml" : ""),
                    List.copyOf(imports),
                    List.copyOf(modules),
                    isConditional);
        }

        private static Coordinates coordinates(Map<String, String> of) {
            return new Coordinates(
                    of.getOrDefault("groupId", ""), of.getOrDefault("artifactId", ""), of.getOrDefault("version", ""));
        }
    }
}
