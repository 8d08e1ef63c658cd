package io.chutes.cli.image;

import java.util.List;
import java.util.stream.Stream;

/**
 * The class path of an image, relative to its working directory: the jars of the project's build in its order, and the project's own
 * classes. These come last, or first where they hide something in a jar. An AOT cache is valid for any class path that begins with
 * the one it was made of, so that classes that come last may change without another.
 *
 * @param jars of what the project depends on
 * @param classesHide whether something in the project's own classes has the name of something in a jar
 */
record ClassPath(List<String> jars, boolean classesHide) {
    /** The jar of the project's own classes. */
    static final String CLASSES = "classes.jar";

    ClassPath {
        jars = List.copyOf(jars);
    }

    /** All of it. */
    List<String> entries() {
        return classesHide
                ? Stream.concat(Stream.of(CLASSES), jars.stream()).toList()
                : Stream.concat(jars.stream(), Stream.of(CLASSES)).toList();
    }

    /** What an AOT cache is made of, and then held against. */
    List<String> cached() {
        return classesHide ? entries() : jars;
    }
}
