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

/**
 * Eager PyTorch (Debian's {@code python3-torch}, with {@code libopenblas0-pthread}) with two threads: a process with one thread of OpenBLAS
 * under each of its own and one with two, as either may be the faster. They measure when they are told to; what counts is the better one.
 */
record TorchPeer(List<One> processes) implements AutoCloseable {
    /** By a script that is a resource beside this class. */
    static TorchPeer start(Path folder, String script) throws IOException {
        Path file = folder.resolve(script);
        try (InputStream source = TorchPeer.class.getResourceAsStream(script)) {
            Files.copy(source, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return new TorchPeer(List.of(One.start(file, 1), One.start(file, 2)));
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
            Process process = builder.start();
            return new One(
                    process, process.inputReader(UTF_8), new PrintWriter(process.getOutputStream(), true, UTF_8));
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
