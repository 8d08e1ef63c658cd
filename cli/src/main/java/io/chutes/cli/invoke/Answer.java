package io.chutes.cli.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.cli.console.CommandException;
import io.chutes.cli.console.ExitStatus;
import io.chutes.platform.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a chute answered, brought to where it is wanted. */
final class Answer {
    private static final int FIRST_PROBLEM = 400;

    private final HttpResponse<InputStream> response;
    private final String type;

    Answer(HttpResponse<InputStream> response) {
        this.response = response;
        this.type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    }

    /**
     * Brings it to a file, or tells it line by line; what is no text goes to a file in any case, as it was paid for.
     *
     * @param file null to tell it
     * @param remarks told where it is, if nobody said where
     */
    void deliver(@Nullable Path file, Consumer<String> reader, Consumer<String> remarks) throws IOException {
        try (InputStream body = response.body()) {
            if (response.statusCode() >= FIRST_PROBLEM) {
                throw refusal(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
            if (file != null) {
                save(body, file);
            } else if (type.startsWith("text/event-stream")) {
                new EventLines(reader).read(body);
            } else if (isText()) {
                String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                if (!text.isEmpty()) {
                    reader.accept(text);
                }
            } else {
                remarks.accept(
                        "The answer is %s, and is in %s; --output names another file".formatted(type, keep(body)));
            }
        }
    }

    /** In a file that nobody else may read. */
    private Path keep(InputStream body) throws IOException {
        Path fresh = Files.createTempFile("chutes-", "." + subtype());
        try (OutputStream out = Files.newOutputStream(fresh)) {
            body.transferTo(out);
            return fresh;
        } catch (IOException e) {
            Files.delete(fresh);
            throw e;
        }
    }

    /** {@code png} of {@code image/png}. */
    private String subtype() {
        String subtype = type.replaceAll("[;\\s].*", "").replaceAll(".*/", "");
        return subtype.matches("[a-z0-9]+") ? subtype : "bin";
    }

    private boolean isText() {
        return type.isEmpty()
                || type.startsWith("text/")
                || type.startsWith("application/json")
                || type.contains("+json");
    }

    /** Half an answer is never at the file's place. */
    private static void save(InputStream body, Path file) throws IOException {
        Path fresh = file.resolveSibling("%s.%d.part"
                .formatted(file.getFileName(), ProcessHandle.current().pid()));
        try {
            Files.copy(body, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private CommandException refusal(String body) {
        try {
            Problem problem = Problem.read(body);
            return new CommandException(
                    ExitStatus.of(problem),
                    "The call was answered %d: %s".formatted(response.statusCode(), problem.sentence()));
        } catch (JsonProcessingException notAProblem) {
            return new CommandException(
                    ExitStatus.FAILED, "The call was answered %d: %s".formatted(response.statusCode(), body.strip()));
        }
    }
}
