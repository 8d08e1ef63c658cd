package io.chutes.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load from Debian's {@code wrk} on the same machine. */
final class Wrk {
    private static final int CONNECTIONS = 32;
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
    private static final Pattern FAULTS = Pattern.compile("Non-2xx.*|Socket errors.*");

    private Wrk() {}

    /** Answers a second at that address. */
    static double rate(String url, int seconds, List<String> options) throws IOException, InterruptedException {
        return ask(url, CONNECTIONS, seconds, options).rate();
    }

    /**
     * What was measured.
     *
     * @param rate answers a second
     * @param p50 in microseconds
     * @param p99 in microseconds
     */
    record Answers(double rate, double p50, double p99) {}

    /** Asks over so many connections, again and again. */
    static Answers ask(String url, int connections, int seconds, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("wrk", "--latency", "-t1", "-c" + connections, "-d" + seconds));
        command.addAll(options);
        command.add(url);
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(output);
        if (wrk.waitFor() != 0 || !rate.find() || FAULTS.matcher(output).find()) {
            throw new IOException(url + ": " + output);
        }
        return new Answers(Double.parseDouble(rate.group(1)), latency(output, "50"), latency(output, "99"));
    }

    private static double latency(String output, String percent) throws IOException {
        Matcher latency =
                Pattern.compile(" " + percent + "%\\s+([0-9.]+)(us|ms|s)").matcher(output);
        if (!latency.find()) {
            throw new IOException("wrk told no latency: " + output);
        }
        double number = Double.parseDouble(latency.group(1));
        return switch (latency.group(2)) {
            case "us" -> number;
            case "ms" -> number * 1e3;
            default -> number * 1e6;
        };
    }

    static double median(List<Double> rates) {
        return rates.stream().sorted().toList().get(rates.size() / 2);
    }
}
