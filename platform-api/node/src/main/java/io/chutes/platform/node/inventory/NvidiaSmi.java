package io.chutes.platform.node.inventory;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The GPUs that NVIDIA's own tool tells of. It is asked anew each time, and given up if it takes too long. */
public final class NvidiaSmi implements Gpus.Source {
    private static final String TOOL = "nvidia-smi";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_SHOWN = 200;

    private final Path program;
    private final Duration limit;

    /** That program. */
    public NvidiaSmi(Path program) {
        this(program, LIMIT);
    }

    NvidiaSmi(Path program, Duration limit) {
        this.program = program;
        this.limit = limit;
    }

    /** The one in the folders of that search path, if it is there. */
    public static Optional<NvidiaSmi> find(String searchPath) {
        return Stream.of(searchPath.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, TOOL))
                .filter(Files::isExecutable)
                .findFirst()
                .map(NvidiaSmi::new);
    }

    @Override
    public Gpus read() throws InterruptedException {
        try {
            Process process = started();
            try {
                return read(process);
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Gpus.unknown("%s could not be started, so no GPU is offered: %s".formatted(program, e.getMessage()));
        }
    }

    private Process started() throws IOException {
        var builder = new ProcessBuilder(
                        program.toString(), "--query-gpu=" + GpuLine.FIELDS, "--format=csv,noheader,nounits")
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(Map.of("LC_ALL", "C"));
        return builder.start();
    }

    private Gpus read(Process process) throws InterruptedException, IOException {
        var said = new CompletableFuture<String>();
        Thread.ofVirtual().name(TOOL).start(() -> {
            try (InputStream out = process.getInputStream()) {
                said.complete(new String(out.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            } catch (IOException e) {
                said.completeExceptionally(e);
            }
        });
        long end = System.nanoTime() + limit.toNanos();
        try {
            String text = said.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return tooLong();
            }
            return process.exitValue() == 0
                    ? GpuLine.gpus(text.lines().toList())
                    : Gpus.unknown("%s failed with code %d, so no GPU is offered: %s"
                            .formatted(program, process.exitValue(), shown(text)));
        } catch (TimeoutException _) {
            return tooLong();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private Gpus tooLong() {
        return Gpus.unknown(
                "%s did not answer within %s ms, so no GPU is offered".formatted(program, limit.toMillis()));
    }

    /** Some of what a tool said, in one line. */
    static String shown(String text) {
        String line = String.join(" | ", List.of(text.strip().split("\\R"))).replaceAll("\\p{Cntrl}", "\uFFFD");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
    }
}
