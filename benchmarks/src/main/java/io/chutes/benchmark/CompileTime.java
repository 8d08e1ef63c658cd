package io.chutes.benchmark;

import io.chutes.processor.ChuteProcessor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * What the processor adds to javac for 100 chutes of five endpoints: the chutes with it, against the chutes alone and against
 * the chutes with the same routes and clients typed by hand. The three take turns in one JVM; printed are medians and their ratios,
 * of the time that passes and of the processor time of the thread that javac runs on, which builds beside it change less.
 */
public final class CompileTime {
    private static final int CHUTES = 100;
    private static final int WARM_UPS = 8;
    private static final int RUNS = 21;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
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
        List<Cost> alone = new ArrayList<>();
        List<Cost> typed = new ArrayList<>();
        List<Cost> processed = new ArrayList<>();
        for (int run = -WARM_UPS; run < RUNS; run++) {
            Cost ofChutes = cost(chutes, false);
            Cost ofTyped = cost(byHand, false);
            Cost ofProcessed = cost(chutes, true);
            if (run >= 0) {
                alone.add(ofChutes);
                typed.add(ofTyped);
                processed.add(ofProcessed);
            }
        }
        System.out.printf("%d chutes, medians of %d%n", CHUTES, RUNS);
        print("time", Cost::passed, alone, typed, processed);
        print("processor time", Cost::used, alone, typed, processed);
    }

    private static void print(
            String what, ToLongFunction<Cost> part, List<Cost> alone, List<Cost> typed, List<Cost> processed) {
        long chutes = median(alone, part);
        long byHand = median(typed, part);
        long written = median(processed, part);
        System.out.printf(
                "%s: alone %d ms, with the generated code typed by hand %d ms (%.2f x alone), with the processor %d ms (%.2f x alone, %.2f x typed by hand)%n",
                what,
                chutes,
                byHand,
                (double) byHand / chutes,
                written,
                (double) written / chutes,
                (double) written / byHand);
    }

    private Cost cost(List<JavaFileObject> sources, boolean process) throws IOException {
        try (Scratch output = Scratch.of("compile-time")) {
            long used = threads.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            compile(sources, process, output.folder());
            return new Cost(System.nanoTime() - start, threads.getCurrentThreadCpuTime() - used);
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

    private static long median(List<Cost> costs, ToLongFunction<Cost> part) {
        long[] nanos = costs.stream().mapToLong(part).sorted().toArray();
        return nanos[nanos.length / 2] / 1_000_000;
    }

    /** What one compilation took, in nanoseconds. */
    private record Cost(long passed, long used) {}
}
