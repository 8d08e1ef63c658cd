package io.chutes.platform.server.image;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.access.Permission;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code /v2/token}: gives Docker, Jib and skopeo a registry token for the API key that they send as password. */
public final class TokenRoutes implements ApiRoutes {
    static final String PATH = "/v2/token";

    private final RegistryTokens tokens;

    public TokenRoutes(RegistryTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.undescribed(
                        List.of(HandlerType.GET),
                        PATH,
                        "A registry token, as Docker's token specification describes it")
                .refusing(TokenRoutes::turnAway)
                .raw(this::issue));
    }

    private void issue(Call<?> call) throws IOException {
        Context context = call.context();
        if (RegistryTokens.isShown(context.header("Authorization"))) {
            turnAway(
                    ApiException.unauthorized("A token is given for an API key, not for another token"),
                    new Permission.Registry(),
                    context);
            return;
        }
        String service = call.query("service").orElse(tokens.service());
        if (!service.equals(tokens.service())) {
            ImageRegistry.refuse(
                    new RegistryException(
                            400,
                            ErrorCode.UNSUPPORTED,
                            "Tokens are given for the service '%s', not for '%s'"
                                    .formatted(tokens.service(), RegistryPath.shortened(service))),
                    context);
            return;
        }
        String token = tokens.issue(call.caller(), TokenScope.parse(context.queryParams("scope")));
        context.header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(PlatformJson.mapper()
                        .writeValueAsBytes(new Issued(
                                token,
                                token,
                                RegistryTokens.LIFE.toSeconds(),
                                Instant.now().truncatedTo(ChronoUnit.SECONDS))));
    }

    private static void turnAway(ApiException reason, Permission needed, Context context) throws IOException {
        ImageRegistry.refuse(ImageRegistry.refusal(reason, "Basic realm=\"chutes\""), context);
    }

    /** The answer: the token under the two names that clients look for. */
    private record Issued(
            String token,
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("expires_in") long expiresIn,
            @JsonProperty("issued_at") Instant issuedAt) {}
}
