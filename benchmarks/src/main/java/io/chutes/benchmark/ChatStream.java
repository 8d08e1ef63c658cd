package io.chutes.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A streamed chat with {@link Chatter}, over a connection of its own. Nothing but its length ends its answer.
 *
 * @param prompt how many tokens it has, {@link #LEAST} or more
 * @param answer how many that has
 * @param settings more members of the request, each with a comma before it
 */
record ChatStream(int port, int prompt, int answer, String settings) {
    /** What the template and a letter take, each byte a token. */
    static final int LEAST = 20;

    private static final Pattern QUEUE = Pattern.compile("(?i)server-timing: queue;dur=([0-9.]+).*");
    private static final Pattern USAGE =
            Pattern.compile(".*\"usage\":\\{\"prompt_tokens\":(\\d+),\"completion_tokens\":(\\d+).*");

    /**
     * How it went, in seconds.
     *
     * @param first from the request to the first token
     * @param whole from the request to the last
     * @param queue of that, what it waited to be let in
     */
    record Times(double first, double whole, double queue) {}

    Times read() throws IOException {
        long begin = System.nanoTime();
        byte[] body =
                """
                {"messages": [{"role": "user", "content": "%s"}], "max_tokens": %d, "stream": true,
                 "stream_options": {"include_usage": true}, "logit_bias": {"256": -100, "258": -100}%s}""".formatted("a".repeat(prompt - LEAST + 1), answer, settings).getBytes(UTF_8);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
                var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
            socket.setTcpNoDelay(true);
            var out = socket.getOutputStream();
            out.write(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                            .formatted(body.length)
                            .getBytes(UTF_8));
            out.write(body);
            return read(in, begin);
        }
    }

    private Times read(BufferedReader in, long begin) throws IOException {
        double queue = 0;
        double first = 0;
        var all = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Matcher timing = QUEUE.matcher(line);
            Matcher usage = USAGE.matcher(line);
            if (timing.matches()) {
                queue = Double.parseDouble(timing.group(1)) / 1e3;
            } else if (first == 0 && line.contains("\"content\":\"") && !line.contains("\"content\":\"\"")) {
                first = (System.nanoTime() - begin) / 1e9;
            } else if (usage.matches()) {
                if (Integer.parseInt(usage.group(1)) != prompt || Integer.parseInt(usage.group(2)) != answer) {
                    throw new IOException("%d and %d tokens were asked for: %s".formatted(prompt, answer, line));
                }
                return new Times(first, (System.nanoTime() - begin) / 1e9, queue);
            }
            if (first == 0) {
                all.append(line).append('\n');
            }
        }
        throw new IOException("a chat broke off: " + all);
    }
}
