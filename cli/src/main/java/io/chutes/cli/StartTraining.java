package io.chutes.cli;

import io.chutes.cli.console.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;

/**
 * What the launcher has the JVM run once, to learn which classes commands begin with: help, plans of a project that Maven compiles and
 * then need not, and a question to a platform that answers that it does not know the key.
 */
final class StartTraining {
    private StartTraining() {}

    public static void main(String... args) throws IOException {
        try (TrainingPlatform platform = TrainingPlatform.start();
                TrainingProject project = TrainingProject.write()) {
            var surroundings = new Surroundings(
                    InputStream.nullInputStream(),
                    new PrintWriter(System.out, true, System.out.charset()),
                    new PrintWriter(System.err, true, System.err.charset()),
                    Map.of(
                            "CHUTES_URL",
                            platform.address(),
                            "CHUTES_KEY",
                            "KEY",
                            "CHUTES_CONFIG",
                            "/nonexistent/config.json",
                            "XDG_CACHE_HOME",
                            project.folder().toString()),
                    false);
            Main.run(surroundings, "plan", "--help");
            String folder = project.folder().toString();
            Main.run(surroundings, "plan", folder);
            Main.run(surroundings, "plan", folder);
            Main.run(surroundings, "plan", "--image", TrainingPlatform.IMAGE);
            Main.run(surroundings, "balance");
        }
        Main.main("--help");
    }
}
