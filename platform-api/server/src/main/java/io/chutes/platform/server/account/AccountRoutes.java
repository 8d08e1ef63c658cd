package io.chutes.platform.server.account;

import io.chutes.platform.api.Account;
import io.chutes.platform.api.Registration;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.JsonBodies;
import io.javalin.http.Context;
import io.javalin.router.JavalinDefaultRoutingApi;

/** Getting an account and asking whose key one holds: {@code /v1/accounts}. */
public final class AccountRoutes implements ApiRoutes {
    private final Accounts accounts;
    private final Keys keys;

    public AccountRoutes(Accounts accounts, Keys keys) {
        this.accounts = accounts;
        this.keys = keys;
    }

    @Override
    public void register(JavalinDefaultRoutingApi routes) {
        routes.post("/v1/accounts", this::register);
        routes.get("/v1/accounts/me", this::me);
    }

    private void register(Context context) {
        Registration wanted = JsonBodies.read(context, Registration.class);
        context.status(201).json(accounts.register(wanted.name()));
    }

    private void me(Context context) {
        context.json(
                new Account(keys.authenticate(context.header("Authorization")).account()));
    }
}
