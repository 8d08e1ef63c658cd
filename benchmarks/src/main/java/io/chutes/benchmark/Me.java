package io.chutes.benchmark;

import io.chutes.platform.api.Registration;
import io.chutes.platform.client.PlatformClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers a second to {@code GET /v1/me} with a key, by the whole platform on PostgreSQL, against {@link BareJavalin} that asks nobody
 * for a key. Each is a process of its own and takes its turn; Debian's {@code wrk} on the same machine asks. Printed are medians and their
 * ratio.
 */
public final class Me {
    private static final int ROUNDS = 5;
    private static final int WARM_UP_SECONDS = 15;
    private static final int SECONDS = 5;

    private Me() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Scratch scratch = Scratch.of("me");
                var platform = start(scratch.folder(), "platform", MePlatform.class);
                var bare = start(scratch.folder(), "bare", BareJavalin.class)) {
            String key = new PlatformClient(URI.create("http://127.0.0.1:" + platform.port()), null)
                    .register(new Registration("bench"))
                    .key();
            List<String> options = List.of("-H", "Authorization: Bearer " + key);
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            Wrk.rate(me(platform), WARM_UP_SECONDS, options);
            Wrk.rate(me(bare), WARM_UP_SECONDS, options);
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(Wrk.rate(me(platform), SECONDS, options));
                theirs.add(Wrk.rate(me(bare), SECONDS, options));
            }
            System.out.printf(
                    "platform %6.0f answers a second%nJavalin  %6.0f answers a second%nplatform: %.2f x bare Javalin (aim 0.5)%n",
                    Wrk.median(ours), Wrk.median(theirs), Wrk.median(ours) / Wrk.median(theirs));
            platform.stop();
        }
    }

    private static String me(ServerProcess process) {
        return "http://127.0.0.1:" + process.port() + "/v1/me";
    }

    private static ServerProcess start(Path folder, String name, Class<?> main)
            throws IOException, InterruptedException {
        ServerProcess process = ServerProcess.start(
                folder, folder.resolve(name + ".log"), ServerProcess.freePort(), ServerProcess.java(main.getName()));
        process.awaitAnswers();
        return process;
    }
}
