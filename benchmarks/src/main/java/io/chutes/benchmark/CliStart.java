package io.chutes.benchmark;

import io.chutes.cli.embedded.EmbeddedConfig;
import io.chutes.cli.embedded.EmbeddedPlatform;
import io.chutes.platform.api.FaucetDeposit;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import io.chutes.platform.fleet.Capacity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * {@code chutes --help} and {@code chutes plan} of a project that has not changed since the last one, as their launcher starts them once
 * its AOT caches are made, against a class that prints a line on the same JVM with an AOT cache of its own and without one. The four take
 * turns; printed are medians of the time and of the processor time of the whole start, the shell's and the JVM's, and their ratios. Linux
 * tells a process the processor time of its children.
 */
public final class CliStart {
    private static final int ROUNDS = 21;

    /** Linux counts a hundred a second. */
    private static final int TICK_MILLIS = 10;

    private static final Path LIBRARIES = Path.of("..", "cli", "target", "distribution", "lib");
    private static final Path LAUNCHER = Path.of("..", "cli", "src", "main", "launcher");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private CliStart() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("cli-start")) {
            Path folder = scratch.folder();
            Path hello = folder.resolve("Hello.java");
            Files.writeString(hello, "class Hello { public static void main(String[] a) { System.out.println(1); } }");
            run(folder, List.of(JAVA.replaceFirst("java$", "javac"), hello.toString()));
            run(folder, List.of(JAVA.replaceFirst("java$", "jar"), "cf", "hello.jar", "Hello.class"));
            List<String> plain =
                    List.of(JAVA, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "hello.jar", "Hello");
            run(folder, with(plain, "-XX:AOTCacheOutput=hello.aot"));
            Path launcher = install(folder.resolve("a b"));
            run(folder, List.of(launcher.toString(), "--help"));
            awaitCache(folder.resolve("chutes/start"));
            try (EmbeddedPlatform platform = platform(folder.resolve("platform"))) {
                Map<String, List<String>> variants = new LinkedHashMap<>();
                variants.put("chutes --help", List.of(launcher.toString(), "--help"));
                variants.put("hello world, AOT cache", with(plain, "-XX:AOTCache=hello.aot"));
                variants.put("hello world", plain);
                variants.put("chutes plan", planned(folder, launcher, platform));
                print(medians(folder, variants));
            }
        }
    }

    private static EmbeddedPlatform platform(Path data) {
        return EmbeddedPlatform.start(
                new EmbeddedConfig(data, 0, new Capacity(4, 8, Map.of("L4", 4)), Duration.ofSeconds(10)));
    }

    /** The command that plans a new project, once nothing is left to do for it but to ask the platform. */
    private static List<String> planned(Path folder, Path launcher, EmbeddedPlatform platform)
            throws IOException, InterruptedException {
        String url = platform.address().toString();
        String key = new PlatformClient(platform.address(), null)
                .register(new Registration("duke"))
                .key();
        var duke = new PlatformClient(platform.address(), key);
        duke.faucet(new FaucetDeposit("start", Money.of("100")));
        duke.becomeDeveloper();
        run(folder, List.of(launcher.toString(), "new", "greeter"));
        List<String> plan =
                List.of("env", "CHUTES_URL=" + url, "CHUTES_KEY=" + key, launcher.toString(), "plan", "greeter");
        for (int time = 0; time < 3; time++) {
            run(folder, plan);
            if (Files.readString(folder.resolve("output")).contains("Unchanged since its image was pushed")) {
                return plan;
            }
        }
        throw new IllegalStateException(
                "A plan of what has not changed builds: " + Files.readString(folder.resolve("output")));
    }

    private static void print(Start[] medians) {
        System.out.printf(
                "chutes --help: %.2f x hello world with an AOT cache, %.2f x without (aim: 1.5); in processor time %.2f x, %.2f x%n",
                medians[0].millis() / medians[1].millis(),
                medians[0].millis() / medians[2].millis(),
                medians[0].busyMillis() / medians[1].busyMillis(),
                medians[0].busyMillis() / medians[2].busyMillis());
        System.out.printf(
                "chutes plan: %.1f x hello world with an AOT cache, %.1f x in processor time (aim: 1,000 ms)%n",
                medians[3].millis() / medians[1].millis(), medians[3].busyMillis() / medians[1].busyMillis());
    }

    /** How long a start took, and the processors for it. */
    private record Start(double millis, double busyMillis) {}

    private static Start[] medians(Path folder, Map<String, List<String>> variants)
            throws IOException, InterruptedException {
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, List<String>> variant : variants.entrySet()) {
                starts.computeIfAbsent(variant.getKey(), _ -> new ArrayList<>()).add(run(folder, variant.getValue()));
            }
        }
        Start[] medians = new Start[variants.size()];
        int at = 0;
        for (Map.Entry<String, List<Start>> variant : starts.entrySet()) {
            List<Start> all = variant.getValue();
            medians[at] = new Start(median(all, Start::millis), median(all, Start::busyMillis));
            System.out.printf(
                    "%-24s %5.0f ms, processors %5.0f ms%n",
                    variant.getKey(), medians[at].millis(), medians[at].busyMillis());
            at++;
        }
        return medians;
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> of) {
        return starts.stream().mapToDouble(of).sorted().toArray()[ROUNDS / 2];
    }

    /** As the archive lays it out. */
    private static Path install(Path home) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Path libraries = Files.createDirectories(home.resolve("lib"));
        try (var jars = Files.list(LIBRARIES)) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, libraries.resolve(jar.getFileName()));
            }
        }
        Files.copy(LAUNCHER.resolve("jdk.sh"), libraries.resolve("jdk.sh"), StandardCopyOption.REPLACE_EXISTING);
        Path launcher = Files.copy(LAUNCHER.resolve("chutes"), home.resolve("bin/chutes"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return launcher;
    }

    private static void awaitCache(Path folder) throws IOException, InterruptedException {
        for (int look = 0; look < 600; look++) {
            if (Files.isDirectory(folder)) {
                try (var files = Files.walk(folder)) {
                    if (files.anyMatch(
                            file -> file.endsWith("with") && !file.toString().contains("making"))) {
                        return;
                    }
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException("The launcher made no AOT cache in " + folder);
    }

    private static List<String> with(List<String> command, String option) {
        List<String> more = new ArrayList<>(command);
        more.add(1, option);
        return more;
    }

    /** Runs a command, which must succeed. */
    private static Start run(Path folder, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("XDG_CACHE_HOME", folder.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long busy = ticksOfChildren();
        long start = System.nanoTime();
        int code = builder.start().waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        if (code != 0) {
            throw new IllegalStateException(
                    Arrays.asList(command.getFirst(), code) + ": " + Files.readString(folder.resolve("output")));
        }
        return new Start(millis, (ticksOfChildren() - busy) * TICK_MILLIS);
    }

    /** Processor time, user and system, of the children of this process that have ended (cutime and cstime, proc(5)). */
    private static long ticksOfChildren() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[13]) + Long.parseLong(fields[14]);
    }
}
