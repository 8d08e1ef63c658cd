package io.chutes.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A streamed chat with {@link Chatter}, over a connection of its own. Nothing but its length ends its answer. What comes is
 * read as it is, and looked at when all is there: callers are elsewhere, and their work is to take as little of these processors as it can.
 *
 * @param prompt how many tokens it has, {@link #LEAST} or more
 * @param answer how many that has
 * @param settings more members of the request, each with a comma before it
 */
record ChatStream(int port, int prompt, int answer, String settings) {
    /** What the template and a letter take, each byte a token. */
    static final int LEAST = 20;

    private static final Pattern QUEUE = Pattern.compile("(?i)server-timing: queue;dur=([0-9.]+)");
    private static final Pattern SAID = Pattern.compile("\"content\":\"[^\"]");
    private static final Pattern USAGE =
            Pattern.compile("\"usage\":\\{\"prompt_tokens\":(\\d+),\"completion_tokens\":(\\d+)");

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
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            var out = socket.getOutputStream();
            out.write(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                            .formatted(body.length)
                            .getBytes(UTF_8));
            out.write(body);
            return read(socket.getInputStream(), begin);
        }
    }

    private Times read(InputStream in, long begin) throws IOException {
        var all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        double first = 0;
        double whole = 0;
        for (int length = in.read(part); length >= 0; length = in.read(part)) {
            whole = (System.nanoTime() - begin) / 1e9;
            all.write(part, 0, length);
            if (first == 0 && SAID.matcher(all.toString(UTF_8)).find()) {
                first = whole;
            }
        }
        String text = all.toString(UTF_8);
        Matcher queue = QUEUE.matcher(text);
        Matcher usage = USAGE.matcher(text);
        if (first == 0 || !queue.find() || !usage.find()) {
            throw new IOException("a chat broke off: " + text);
        }
        if (Integer.parseInt(usage.group(1)) != prompt || Integer.parseInt(usage.group(2)) != answer) {
            throw new IOException("%d and %d tokens were asked for: %s".formatted(prompt, answer, usage.group()));
        }
        return new Times(first, whole, Double.parseDouble(queue.group(1)) / 1e3);
    }
}
