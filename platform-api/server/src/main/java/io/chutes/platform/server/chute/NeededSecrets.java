package io.chutes.platform.server.chute;

import io.chutes.platform.api.Problem.FieldError;
import io.chutes.platform.manifest.Manifest;
import io.chutes.platform.server.web.ApiException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The secrets without which a chute cannot start. */
final class NeededSecrets {
    private final ChuteSecrets secrets;

    NeededSecrets(ChuteSecrets secrets) {
        this.secrets = secrets;
    }

    /**
     * Refuses a chute that cannot start.
     *
     * @throws ApiException 422 if a secret that it asks for is not there
     */
    void require(long accountId, Manifest manifest) {
        List<String> asked = manifest.secrets();
        Set<String> present = secrets.present(accountId, manifest.name(), asked);
        List<FieldError> missing = IntStream.range(0, asked.size())
                .filter(i -> !present.contains(asked.get(i)))
                .mapToObj(i -> new FieldError(
                        "/secrets/" + i,
                        "missing",
                        "there is no secret %s for chute '%s' or for the account: set it with PUT /v1/secrets/%s"
                                .formatted(asked.get(i), manifest.name(), asked.get(i))))
                .toList();
        if (!missing.isEmpty()) {
            throw ApiException.unprocessable(
                    "Chute '%s' cannot start: %s"
                            .formatted(manifest.name(), missing.getFirst().message()),
                    missing);
        }
    }
}
