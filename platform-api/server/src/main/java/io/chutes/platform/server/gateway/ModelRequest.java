package io.chutes.platform.server.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.chutes.platform.server.web.ApiException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a body in OpenAI's dialect says of where it should go: it is read only so far.
 *
 * @param model what it names as its model, null if it does not
 * @param prompt what its prompt begins with
 */
record ModelRequest(@Nullable String model, Prefix prompt) {
    private static final Logger log = LoggerFactory.getLogger(ModelRequest.class);
    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    private static final String MODEL = "model";
    private static final Set<String> PROMPTS = Set.of("messages", "prompt");

    /** How far a prompt is looked for once the model is known. */
    private static final int LOOKS_ON = 64 * 1024;

    /**
     * Reads the model, wherever it stands in the head of the body, and the beginning of the prompt.
     *
     * @throws ApiException 400 if it is no JSON object, or has no model that can be found
     */
    static ModelRequest required(CallBody body) {
        try {
            ModelRequest read = read(body, true);
            if (read.model == null) {
                throw ApiException.badRequest(
                        "The body must be a JSON object with a 'model' that names a chute, as \"account/chute\"");
            }
            return read;
        } catch (CallBody.HeadFullException _) {
            throw ApiException.badRequest(
                    "There is no 'model' in the first %d bytes of the body; write it before the messages"
                            .formatted(CallBody.MOST));
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw ApiException.badRequest("The body broke off: " + e.getMessage());
        }
    }

    /** Reads the beginning of the prompt alone. What cannot be read has none: the chute will say so. */
    static Prefix prompt(CallBody body) {
        try {
            return read(body, false).prompt;
        } catch (IOException | ApiException e) {
            log.debug("A prompt could not be read", e);
            return Prefix.NONE;
        }
    }

    private static ModelRequest read(CallBody body, boolean wantsModel) throws IOException {
        var found = new Found(wantsModel);
        try (JsonParser json = JSON.createParser(body.lookingAt())) {
            found.read(json, body);
        } catch (JsonProcessingException | CallBody.HeadFullException e) {
            if (found.wantsModel()) {
                throw e;
            }
        }
        return new ModelRequest(
                found.model, found.prompt < 0 ? Prefix.NONE : Prefix.of(body.look(found.prompt, Prefix.MOST)));
    }

    /** What was met so far. */
    private static final class Found {
        private final boolean asksForModel;
        private @Nullable String model;
        private int prompt = -1;

        Found(boolean asksForModel) {
            this.asksForModel = asksForModel;
        }

        boolean wantsModel() {
            return asksForModel && model == null;
        }

        void read(JsonParser json, CallBody body) throws IOException {
            boolean goesOn = json.nextToken() == JsonToken.START_OBJECT;
            while (goesOn && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (wantsModel() && name.equals(MODEL)) {
                    model = text(json, value);
                } else if (PROMPTS.contains(name)) {
                    prompt = Math.toIntExact(json.currentTokenLocation().getByteOffset());
                }
                goesOn = wantsModel() || (prompt < 0 && body.held() <= LOOKS_ON);
                if (goesOn) {
                    json.skipChildren();
                }
            }
        }

        private static String text(JsonParser json, JsonToken value) throws IOException {
            if (value != JsonToken.VALUE_STRING) {
                throw ApiException.badRequest(
                        "'model' must be a string such as \"account/chute\", got " + json.getText());
            }
            return json.getText();
        }
    }
}
