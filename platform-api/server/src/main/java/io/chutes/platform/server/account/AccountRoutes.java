package io.chutes.platform.server.account;

import io.chutes.platform.api.Account;
import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.api.Registration;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import java.util.List;

/** Getting an account and asking whose key one holds: {@code /v1/accounts} and {@code /v1/me}. */
public final class AccountRoutes implements ApiRoutes {
    private final Accounts accounts;

    public AccountRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("register", "/v1/accounts", "Opens an account; the answer holds its first key")
                        .takes(Registration.class)
                        .creates(RegisteredAccount.class)
                        .by(call -> accounts.register(call.body().name())),
                Route.get("me", "/v1/me", "Whose key the caller holds")
                        .answers(Account.class)
                        .by(this::me));
    }

    private Account me(Call<?> call) {
        Principal principal = call.principal();
        return new Account(
                principal.account(), principal.roles().stream().sorted().toList(), principal.keyId());
    }
}
