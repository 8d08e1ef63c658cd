package io.chutes.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of the GPUs that this process sees, as {@code nvidia-smi} tells it, all processes of an instance together. Without that program
 * on the path, or where it tells nothing of a GPU, nothing is known.
 */
final class GpuMemory {
    private static final Logger LOG = LoggerFactory.getLogger(GpuMemory.class);
    private static final String PROGRAM = "nvidia-smi";
    private static final long LIMIT_SECONDS = 5;

    /** Such as {@code 0, 1024, 81559}: index and MiB. */
    private static final Pattern LINE = Pattern.compile("(?m)^(\\d+), (\\d+), (\\d+)\\s*$");

    private static final int MEBIBYTE = 20;

    private GpuMemory() {}

    /** One GPU's, in bytes. */
    record Use(long used, long total) {}

    /** By the GPUs' indices. */
    static Map<String, Use> now() {
        Map<String, Use> uses = new TreeMap<>();
        if (isThere()) {
            for (Matcher line = LINE.matcher(ask()); line.find(); ) {
                uses.put(
                        line.group(1),
                        new Use(Long.parseLong(line.group(2)) << MEBIBYTE, Long.parseLong(line.group(3)) << MEBIBYTE));
            }
        }
        return uses;
    }

    private static boolean isThere() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, PROGRAM)));
    }

    private static String ask() {
        try {
            Process process = new ProcessBuilder(
                            PROGRAM, "--query-gpu=index,memory.used,memory.total", "--format=csv,noheader,nounits")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) { // a line for each GPU is less than a pipe holds
                return new String(process.getInputStream().readAllBytes(), US_ASCII);
            }
            process.destroyForcibly();
            LOG.debug("{} did not answer within {} s", PROGRAM, LIMIT_SECONDS);
        } catch (IOException e) {
            LOG.debug("{} could not be asked", PROGRAM, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "";
    }
}
