package io.chutes.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Eager PyTorch (Debian's {@code python3-torch}, with {@code libopenblas0-pthread}) with two threads: a process with one thread of OpenBLAS
 * under each of its own and one with two, as either may be the faster. They say which BLAS they multiply with, and measure when they are told
 * to; what counts is the better one.
 */
record TorchPeer(List<One> processes) implements AutoCloseable {
    /** By a script that is a resource beside this class. */
    static TorchPeer start(Path folder, String script) throws IOException {
        copy("blas.py", folder);
        Path file = copy(script, folder);
        return new TorchPeer(List.of(One.start(file, 1), One.start(file, 2)));
    }

    private static Path copy(String resource, Path folder) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream source = TorchPeer.class.getResourceAsStream(resource)) {
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    /** What the script prints for a line, at best. */
    double rate(String line) throws IOException {
        double best = 0;
        for (One process : processes) {
            best = Math.max(best, process.rate(line));
        }
        return best;
    }

    @Override
    public void close() {
        processes.forEach(One::close);
    }

    private record One(Process process, BufferedReader out, PrintWriter in) {
        static One start(Path script, int blasThreads) throws IOException {
            var builder = new ProcessBuilder("/usr/bin/python3", script.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(blasThreads));
            kernels().ifPresent(kernels -> builder.environment().put("OPENBLAS_CORETYPE", kernels));
            Process process = builder.start();
            return new One(
                    process, process.inputReader(UTF_8), new PrintWriter(process.getOutputStream(), true, UTF_8));
        }

        /** What OpenBLAS is to take the processor for: it does not know one that is newer than itself, and takes it for one without AVX. */
        private static Optional<String> kernels() throws IOException {
            String processor = Files.readString(Path.of("/proc/cpuinfo"));
            if (processor.contains(" avx512vl ")) {
                return Optional.of("SkylakeX");
            }
            return processor.contains(" avx2 ") ? Optional.of("Haswell") : Optional.empty();
        }

        double rate(String line) throws IOException {
            in.println(line);
            String answer = out.readLine();
            if (answer == null) {
                throw new IOException("python3 ended: it says why above");
            }
            return Double.parseDouble(answer);
        }

        void close() {
            in.close();
            process.destroy();
        }
    }
}
