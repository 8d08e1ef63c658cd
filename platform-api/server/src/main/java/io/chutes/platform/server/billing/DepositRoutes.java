package io.chutes.platform.server.billing;

import io.chutes.platform.api.Deposit;
import io.chutes.platform.api.PaymentEvent;
import io.chutes.platform.api.Settlement;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.JsonBodies;
import io.chutes.platform.server.web.Route;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /v1/deposits}: what was paid in, and the webhook by which payment providers tell of it. */
public final class DepositRoutes implements ApiRoutes {
    private final Deposits deposits;
    private final Map<String, WebhookSignature> providers;
    private final InstantSource clock;

    public DepositRoutes(Deposits deposits, BillingConfig config, InstantSource clock) {
        this.deposits = deposits;
        this.providers = config.paymentProviders().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> new WebhookSignature(one.getValue())));
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("deposits", "/v1/deposits", "What the account paid in, and was given back, newest first")
                        .pages(Deposit.class)
                        .by(call -> deposits.of(call.principal().accountId(), call.page())),
                Route.get("suspense", "/v1/deposits/suspense", "Deposits for accounts that are not there, newest first")
                        .pages(Deposit.class)
                        .by(call -> deposits.inSuspense(call.page())),
                Route.post("settle", "/v1/deposits/{id}/settlement", "Credits a deposit that waits in suspense")
                        .takes(Settlement.class)
                        .answers(Deposit.class)
                        .by(call -> deposits.settle(id(call), call.body().account())),
                Route.post("payment", "/v1/deposits/webhook", "Tells of a payment or a refund, signed by its provider")
                        .takes(PaymentEvent.class)
                        .answers(Deposit.class)
                        .or(201)
                        .raw(this::take));
    }

    private void take(Call<Void> call) {
        Context context = call.context();
        byte[] body = JsonBodies.bytes(context);
        String provider = context.header(WebhookSignature.PROVIDER);
        WebhookSignature signature = provider == null ? null : providers.get(provider);
        if (provider == null || signature == null) {
            throw ApiException.unauthorized("The header %s must name a payment provider of this platform, got '%s'"
                    .formatted(WebhookSignature.PROVIDER, provider));
        }
        signature.check(
                context.header(WebhookSignature.TIMESTAMP),
                context.header(WebhookSignature.SIGNATURE),
                body,
                clock.instant());
        Deposits.Booked booked = deposits.take(provider, JsonBodies.read(body, PaymentEvent.class));
        context.status(booked.isNew() ? 201 : 200).json(booked.deposit());
    }

    private static long id(Call<?> call) {
        String id = call.path("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw ApiException.notFound("There is no deposit '%s'".formatted(id));
        }
        return Long.parseLong(id);
    }
}
