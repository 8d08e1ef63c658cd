package io.chutes.benchmark;

import io.chutes.processor.ChuteProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * What the processor adds to javac for 100 chutes of five endpoints: the chutes with it, against the chutes alone and against
 * the chutes with the same routes and clients typed by hand. The three take turns in one JVM; printed are medians and their ratios.
 */
public final class CompileTime {
    private static final int CHUTES = 100;
    private static final int WARM_UPS = 8;
    private static final int RUNS = 21;

    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final List<JavaFileObject> chutes = ChuteSources.of(CHUTES);

    private CompileTime() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException {
        new CompileTime().measure();
    }

    private void measure() throws IOException {
        List<JavaFileObject> byHand = new ArrayList<>(chutes);
        byHand.addAll(generated());
        List<Long> alone = new ArrayList<>();
        List<Long> typed = new ArrayList<>();
        List<Long> processed = new ArrayList<>();
        for (int run = -WARM_UPS; run < RUNS; run++) {
            long aloneNanos = nanos(chutes, false);
            long typedNanos = nanos(byHand, false);
            long processedNanos = nanos(chutes, true);
            if (run >= 0) {
                alone.add(aloneNanos);
                typed.add(typedNanos);
                processed.add(processedNanos);
            }
        }
        System.out.printf(
                "%d chutes, medians of %d: alone %d ms, with the generated code typed by hand %d ms, with the processor %d ms%n",
                CHUTES, RUNS, median(alone), median(typed), median(processed));
        System.out.printf(
                "the processor: %.2f x the chutes alone, %.2f x the same code typed by hand%n",
                (double) median(processed) / median(alone), (double) median(processed) / median(typed));
    }

    private long nanos(List<JavaFileObject> sources, boolean process) throws IOException {
        try (Scratch output = Scratch.of("compile-time")) {
            long start = System.nanoTime();
            compile(sources, process, output.folder());
            return System.nanoTime() - start;
        }
    }

    private List<JavaFileObject> generated() throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        try (Scratch output = Scratch.of("compile-time")) {
            compile(chutes, true, output.folder());
            try (Stream<Path> files = Files.walk(output.folder())) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String name = output.folder().relativize(file).toString();
                    sources.add(new ChuteSources.Source(name, Files.readString(file)));
                }
            }
        }
        return sources;
    }

    private void compile(List<JavaFileObject> sources, boolean process, Path output) throws IOException {
        try (var files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
            files.setLocationFromPaths(StandardLocation.SOURCE_OUTPUT, List.of(output));
            var task = javac.getTask(
                    null, files, null, List.of(process ? "-proc:full" : "-proc:none", "-parameters"), null, sources);
            if (process) {
                task.setProcessors(List.of(new ChuteProcessor()));
            }
            if (!task.call()) {
                throw new IllegalStateException("The sources do not compile");
            }
        }
    }

    private static long median(List<Long> nanos) {
        return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1_000_000;
    }
}
