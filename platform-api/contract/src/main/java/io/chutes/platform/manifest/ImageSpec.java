package io.chutes.platform.manifest;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the image is made.
 *
 * @param base the image to build on, pinned by digest; null for the builder's own minimal runtime
 * @param env environment variables by name
 * @param files files and folders to put into {@code workdir}, as paths from the project's folder
 * @param user the numeric id of the user that runs it
 * @param workdir the folder it runs in, an absolute path
 * @param jvmOptions arguments for the JVM, in order
 */
public record ImageSpec(
        @JsonSetter(nulls = Nulls.SET) @Nullable String base,
        SortedMap<String, String> env,
        List<String> files,
        String user,
        String workdir,
        List<String> jvmOptions) {
    /** What a chute gets that says nothing. */
    public static final ImageSpec DEFAULT = new ImageSpec(null, new TreeMap<>(), List.of(), "65532", "/app", List.of());

    public ImageSpec {
        env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
        files = List.copyOf(files);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** This on another base. */
    public ImageSpec on(@Nullable String otherBase) {
        return new ImageSpec(otherBase, env, files, user, workdir, jvmOptions);
    }
}
