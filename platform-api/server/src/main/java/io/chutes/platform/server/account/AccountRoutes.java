package io.chutes.platform.server.account;

import io.chutes.platform.api.Account;
import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.api.Registration;
import io.chutes.platform.api.Role;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.RateLimit;
import io.chutes.platform.server.web.Route;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Getting an account, asking whose key one holds, becoming a developer, and leaving: {@code /v1/accounts} and {@code /v1/me}. */
public final class AccountRoutes implements ApiRoutes {
    private final Accounts accounts;
    private final DeveloperRole developers;
    private final Departures departures;
    private final RateLimit registrations;

    public AccountRoutes(Accounts accounts, DeveloperRole developers, Departures departures, RateLimit registrations) {
        this.accounts = accounts;
        this.developers = developers;
        this.departures = departures;
        this.registrations = registrations;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("register", "/v1/accounts", "Opens an account; the answer holds its first key")
                        .takes(Registration.class)
                        .creates(RegisteredAccount.class)
                        .by(this::register),
                Route.get("me", "/v1/me", "Whose key the caller holds")
                        .answers(Account.class)
                        .by(call -> account(call.principal(), call.principal().roles())),
                Route.put("becomeDeveloper", "/v1/me/roles/developer", "Leaves a deposit in escrow, and may deploy")
                        .answers(Account.class)
                        .by(this::becomeDeveloper),
                Route.delete(
                                "leaveDeveloper",
                                "/v1/me/roles/developer",
                                "Gives the role back, and gets the deposit back")
                        .doing(this::leaveDeveloper),
                Route.delete(
                                "deleteAccount",
                                "/v1/me",
                                "Deletes the account; its instances stop and its ledger is settled")
                        .doing(this::leave));
    }

    private RegisteredAccount register(Call<Registration> call) {
        registrations.takeFrom(call.address());
        return accounts.register(call.body().name());
    }

    private Account becomeDeveloper(Call<?> call) {
        Principal principal = call.principal();
        developers.take(principal.accountId(), principal.account());
        accounts.changed(principal.accountId());
        Set<Role> roles = new TreeSet<>(principal.roles());
        roles.add(Role.DEVELOPER);
        return account(principal, roles);
    }

    private void leaveDeveloper(Call<?> call) {
        developers.giveBack(call.principal().accountId(), call.principal().account());
        accounts.changed(call.principal().accountId());
    }

    private void leave(Call<?> call) {
        departures.delete(call.principal().accountId());
        accounts.changed(call.principal().accountId());
    }

    private static Account account(Principal principal, Set<Role> roles) {
        return new Account(principal.account(), roles.stream().sorted().toList(), principal.keyId());
    }
}
