package io.chutes.platform.server.gateway;

import io.chutes.platform.api.Action;
import io.chutes.platform.api.ModelList;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Resource;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.chute.Chutes;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenAI's API: {@code /v1/models}, and calls that are for the chute which their body names as its {@code model}. */
final class OpenAiRoutes implements ApiRoutes {
    /** What takes prompts. */
    static final Set<String> PROMPTED = Set.of("/v1/chat/completions", "/v1/completions");

    private static final List<String> PATHS = List.of("/v1/chat/completions", "/v1/completions", "/v1/embeddings");
    private static final Logger log = LoggerFactory.getLogger(OpenAiRoutes.class);

    private final Chutes chutes;
    private final ChuteCalls calls;

    OpenAiRoutes(Chutes chutes, ChuteCalls calls) {
        this.chutes = chutes;
        this.calls = calls;
    }

    @Override
    public List<Route> routes() {
        Route models = Route.get("models", "/v1/models", "The chutes that the key may call by OpenAI's API")
                .answers(ModelList.class)
                .refusing((reason, _, context) -> OpenAiErrors.answer(context, reason))
                .raw(this::models);
        Stream<Route> calls = PATHS.stream().map(path -> Route.undescribed(
                        List.of(HandlerType.POST), path, "Calls a chute by OpenAI's API, which describes it")
                .refusing((reason, _, context) -> OpenAiErrors.answer(context, reason))
                .raw(call -> call(call, path)));
        return Stream.concat(Stream.of(models), calls).toList();
    }

    private void models(Call<?> call) throws IOException {
        Principal caller = call.principal();
        ModelList models = ModelList.of(chutes.models(caller.accountId(), PATHS).stream()
                .filter(model -> caller.may(Resource.CHUTES, Action.INVOKE, model.id()))
                .toList());
        call.context()
                .contentType("application/json")
                .result(PlatformJson.mapper().writeValueAsBytes(models));
    }

    private void call(Call<?> call, String path) throws InterruptedException {
        Context context = call.context();
        try {
            refuseEncoded(context);
            try (CallBody body = calls.body(context)) {
                ModelRequest request = ModelRequest.required(body);
                ChuteAddress chute = address(call.principal(), String.valueOf(request.model()));
                call.require(chute.toString());
                calls.call(
                        new ChuteCall(context, call.principal(), chute, path, body, request.prompt(), Dialect.OPENAI));
            }
        } catch (ApiException e) {
            requireUnanswered(context, e);
            OpenAiErrors.answer(context, e);
        } catch (HttpResponseException e) {
            requireUnanswered(context, e);
            OpenAiErrors.answer(context, e);
        } catch (RuntimeException e) {
            requireUnanswered(context, e);
            log.error("POST {} failed [{}]", path, context.res().getHeader("X-Request-Id"), e);
            OpenAiErrors.answer(context, 500, "The platform failed to answer; the request id tells its operator why");
        }
    }

    private static void requireUnanswered(Context context, RuntimeException failure) {
        if (context.res().isCommitted()) {
            throw failure;
        }
    }

    private static void refuseEncoded(Context context) {
        String encoding = context.header("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ApiException.badRequest(
                    "The body is encoded as '%s', and its 'model' cannot be read; send it as it is"
                            .formatted(encoding));
        }
    }

    private static ChuteAddress address(Principal caller, String model) {
        String[] parts = model.split("/", -1);
        return switch (parts.length) {
            case 1 -> new ChuteAddress(caller.account(), model);
            case 2 -> new ChuteAddress(parts[0], parts[1]);
            default ->
                throw ApiException.notFound(
                        "There is no model '%s': a model is a chute, as 'account/chute' or, of your own, 'chute'"
                                .formatted(model));
        };
    }
}
