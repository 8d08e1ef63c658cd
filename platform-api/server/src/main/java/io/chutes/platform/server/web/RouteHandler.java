package io.chutes.platform.server.web;

import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.access.Actor;
import io.chutes.platform.server.access.Caller;
import io.chutes.platform.server.access.Permission;
import io.chutes.platform.server.access.Principal;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What happens around the work of a route: who calls is asked, what came is read, what is answered is written. */
final class RouteHandler implements Handler {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Pattern SOUND_KEY = Pattern.compile("[\\x21-\\x7e]{20,128}");
    private static final byte[] NOTHING = {};

    private final Route route;
    private final Permission permission;
    private final Gate gate;
    private final Replays replays;
    private final List<String> parameters;

    RouteHandler(Route route, Permission permission, Gate gate, Replays replays) {
        this.route = route;
        this.permission = permission;
        this.gate = gate;
        this.replays = replays;
        this.parameters = route.query().stream().map(QueryParameter::name).toList();
    }

    @Override
    public void handle(Context context) throws Exception {
        Caller caller;
        try {
            caller = gate.admit(permission, context);
        } catch (ApiException e) {
            if (route.refusal() == null) {
                throw e;
            }
            route.refusal().refuse(e, permission, context);
            return;
        }
        Actor.run(actor(caller, context), () -> work(context, caller));
    }

    private void work(Context context, Caller caller) throws Exception {
        if (route.described()) {
            refuseUnheeded(context);
        }
        switch (route.work()) {
            case Work.Raw raw -> {
                if (!parameters.isEmpty()) {
                    refuseUnknownParameters(context);
                }
                if (route.described()) {
                    SecurityHeaders.set(context);
                }
                raw.serve(new Call<>(context, caller, permission, null, first()));
            }
            case Work.Answering<?, ?> answering -> send(context, answer(context, caller, answering));
        }
    }

    private static Actor actor(Caller caller, Context context) {
        return switch (caller) {
            case Caller.Account(Principal principal) -> new Actor(principal.account(), principal.keyId(), context.ip());
            case Caller.Anybody _ -> new Actor("anybody", null, context.ip());
            case Caller.Node _ -> Actor.PLATFORM;
        };
    }

    @SuppressWarnings("unchecked") // Route's draft saw to it that the work takes what the request is read as
    private <B> Reply answer(Context context, Caller caller, Work.Answering<B, ?> work) throws Exception {
        refuseUnknownParameters(context);
        byte[] sent = route.request() == null ? NOTHING : JsonBodies.bytes(context);
        var body = (@Nullable B) body(sent);
        var call = new Call<>(context, caller, permission, body, first());
        @Nullable String key = route.creates() ? context.header(IDEMPOTENCY_KEY) : null;
        return key == null
                ? reply(call, work)
                : replays.once(caller, route.name(), sound(key), request(context, sent), () -> reply(call, work));
    }

    private @Nullable Object body(byte[] sent) {
        if (route.request() == null) {
            return null;
        }
        if (route.request() == JsonText.class) {
            return JsonBodies.text(sent);
        }
        try {
            return JsonBodies.read(sent, route.request());
        } catch (ApiException e) {
            // What is wrong with a body is usually said by repeating some of it.
            throw route.confidential()
                    ? ApiException.unprocessable(
                            "",
                            "type",
                            "The body is not what this route takes, and not repeated here: it may be a secret")
                    : e;
        }
    }

    private <B> Reply reply(Call<B> call, Work.Answering<B, ?> work) throws Exception {
        @Nullable Object answer = work.answer(call);
        call.checkThatNothingWasForgotten(route);
        if (!route.statuses().contains(call.status())) {
            throw new IllegalStateException(route.name() + " does not declare the status " + call.status());
        }
        if (answer == null) {
            return new Reply(call.status(), null, NOTHING);
        }
        byte[] body = PlatformJson.mapper().writeValueAsBytes(answer);
        return new Reply(
                call.status(), route.tag() == null ? null : ETag.of(route.tag().apply(answer)), body);
    }

    private static void send(Context context, Reply reply) {
        SecurityHeaders.set(context);
        context.status(reply.status());
        if (reply.etag() != null) {
            context.header(ETag.HEADER, reply.etag());
        }
        if (reply.body().length > 0) {
            context.contentType("application/json").result(reply.body());
        }
    }

    private void refuseUnheeded(Context context) {
        if (!route.conditional() && context.header(ETag.CONDITION) != null) {
            throw ApiException.unprocessable("%s heeds no %s; send it without".formatted(route.name(), ETag.CONDITION));
        }
        UnstorableText.refuse(context);
    }

    private void refuseUnknownParameters(Context context) {
        List<String> unknown = new ArrayList<>(context.queryParamMap().keySet());
        unknown.removeAll(parameters);
        if (!unknown.isEmpty()) {
            throw ApiException.unprocessable(
                    "There is no query parameter '%s' here, only %s".formatted(unknown.getFirst(), parameters));
        }
    }

    private int first() {
        return route.statuses().getFirst();
    }

    private static byte[] request(Context context, byte[] body) {
        byte[] path = (context.path() + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[path.length + body.length];
        System.arraycopy(path, 0, all, 0, path.length);
        System.arraycopy(body, 0, all, path.length, body.length);
        return all;
    }

    private static String sound(String key) {
        if (!SOUND_KEY.matcher(key).matches()) {
            throw ApiException.badRequest(
                    "The header Idempotency-Key must be 20 to 128 visible ASCII characters that nobody guesses, such as a UUID");
        }
        return key;
    }
}
