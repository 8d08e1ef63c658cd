package io.chutes.platform.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.JobSpec;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.JsonText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the input of a job against its schema before an instance is started for it. The instance holds it against the same once more,
 * and against what is left to it here: patterns, and schemas that take longer than {@link #LONGEST}, since anybody may write those.
 */
final class InputCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InputCheck.class);
    private static final Duration LONGEST = Duration.ofSeconds(1);
    private static final int THREADS = 2;
    private static final int MOST_ERRORS = 20;

    private final JsonSchemaFactory schemas = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012, factory -> factory.schemaLoaders(loaders -> loaders.values(List::clear)));
    private final SchemaValidatorsConfig settings = SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .regularExpressionFactory(_ -> _ -> true)
            .build();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("job-input-", 0).factory());

    /**
     * Checks it.
     *
     * @throws ApiException 422 if it does not fit
     */
    void check(JobSpec job, JsonText input) {
        JsonNode schema = job.input();
        if (schema == null) {
            if (!input.isEmpty()) {
                throw ApiException.unprocessable(
                        "", "type", "The job '%s' takes no input; send none".formatted(job.name()));
            }
            return;
        }
        if (input.isEmpty()) {
            throw ApiException.unprocessable(
                    "", "required", "The job '%s' takes JSON, and there is none".formatted(job.name()));
        }
        List<FieldError> errors = errors(schema, input.json());
        if (!errors.isEmpty()) {
            throw ApiException.unprocessable("The input is not what the job '%s' takes".formatted(job.name()), errors);
        }
    }

    private List<FieldError> errors(JsonNode schema, JsonNode input) {
        Future<List<FieldError>> found =
                threads.submit(() -> schemas.getSchema(schema, settings).validate(input).stream()
                        .limit(MOST_ERRORS)
                        .map(InputCheck::error)
                        .toList());
        try {
            return found.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.info("The input of a job is left to its instance to check", e);
            found.cancel(true);
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The platform stops");
        }
    }

    private static FieldError error(ValidationMessage message) {
        String property = message.getProperty();
        JsonNodePath place = message.getInstanceLocation();
        return new FieldError(
                (property == null ? place : place.append(property)).toString(), message.getType(), message.getError());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
