package io.chutes.platform.server.key;

import io.chutes.platform.api.CreatedKey;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.KeyState;
import io.chutes.platform.api.Page;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.PageQuery;
import io.chutes.platform.server.web.Route;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** {@code /v1/keys}: makes, shows, changes and revokes keys of the caller's account. */
public final class KeyRoutes implements ApiRoutes {
    private final Database database;
    private final Keys keys;
    private final InstantSource clock;
    private final KeyStore store = new KeyStore();

    public KeyRoutes(Database database, Keys keys, InstantSource clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("createKey", "/v1/keys", "Makes a key; the answer holds it in full, this once")
                        .takes(KeySettings.class)
                        .creates(CreatedKey.class)
                        .by(this::create),
                Route.get("keys", "/v1/keys", "The account's keys that are not revoked, by id")
                        .pages(KeyState.class)
                        .by(this::list),
                Route.get("key", "/v1/keys/{id}", "One key, without its secret")
                        .answers(KeyState.class)
                        .tagged(KeyState::settings)
                        .by(call -> found(call)),
                Route.put("changeKey", "/v1/keys/{id}", "Changes what a key allows; all of it is given anew")
                        .takes(KeySettings.class)
                        .answers(KeyState.class)
                        .tagged(KeyState::settings)
                        .conditional()
                        .by(this::change),
                Route.delete("deleteKey", "/v1/keys/{id}", "Revokes a key: within a second it works nowhere")
                        .conditional()
                        .doing(this::revoke));
    }

    private CreatedKey create(Call<KeySettings> call) {
        KeySettings settings = call.body();
        KeyRules.check(call.principal(), settings, clock.instant());
        return database.jdbi().inTransaction(handle -> {
            StoredKey maker = store.lock(
                            handle,
                            call.principal().accountId(),
                            call.principal().keyId())
                    .orElseThrow(() -> ApiException.unauthorized("The key was revoked; use another"));
            KeyRules.checkAgainst(maker, settings);
            Credential key = keys.issue(handle, maker.principal().accountId(), settings);
            tell(handle, maker.principal().accountId(), "key.created", key.id(), "was made");
            return new CreatedKey(store.find(handle, key.id()).orElseThrow().state(), key.text());
        });
    }

    private Page<KeyState> list(Call<?> call) {
        PageQuery query = call.page();
        List<StoredKey> found = database.jdbi()
                .withHandle(handle -> store.list(handle, call.principal().accountId(), query.after(), query.enough()));
        return query.page(found, key -> key.state().id()).map(StoredKey::state);
    }

    private KeyState found(Call<?> call) {
        String id = call.path("id");
        return database.jdbi()
                .withHandle(handle -> store.find(handle, id))
                .filter(key -> !key.revoked()
                        && key.principal().accountId() == call.principal().accountId())
                .orElseThrow(() -> absent(id))
                .state();
    }

    private KeyState change(Call<KeySettings> call) {
        String id = call.path("id");
        KeySettings settings = call.body();
        KeyRules.check(call.principal(), settings, clock.instant());
        long account = call.principal().accountId();
        KeyState changed = database.jdbi().inTransaction(handle -> {
            StoredKey maker = store.find(handle, call.principal().keyId()).orElseThrow();
            KeyRules.checkAgainst(maker, settings);
            StoredKey key = store.lock(handle, account, id).orElseThrow(() -> absent(id));
            // Else a small key could take away what a larger one allows.
            KeyRules.checkAgainst(maker, key.state().settings());
            call.ifMatch(key.state().settings());
            store.update(handle, id, settings);
            tell(handle, account, "key.changed", id, "allows something else now");
            return store.find(handle, id).orElseThrow().state();
        });
        keys.forget(account);
        return changed;
    }

    private void revoke(Call<?> call) {
        String id = call.path("id");
        database.jdbi().useTransaction(handle -> {
            long account = call.principal().accountId();
            List<StoredKey> good = store.lockGood(handle, account, clock.instant());
            StoredKey key = store.lock(handle, account, id).orElseThrow(() -> absent(id));
            call.ifMatch(key.state().settings());
            if (good.stream().allMatch(other -> other.state().id().equals(id))) {
                throw ApiException.conflict(
                        "The key ck_%s_… is the last one of the account '%s', and without a key there is no way back in; make another first, or delete the account instead: DELETE /v1/me"
                                .formatted(id, call.principal().account()));
            }
            store.revoke(handle, id, clock.instant());
            tell(handle, call.principal().accountId(), "key.revoked", id, "was revoked");
        });
        keys.forget(call.principal().accountId());
    }

    private static void tell(Handle handle, long account, String type, String id, String what) {
        Events.record(
                handle,
                Occurrence.of(account, type, "The key ck_%s_… %s".formatted(id, what))
                        .with("key", id));
    }

    private static ApiException absent(String id) {
        return ApiException.notFound(
                "Your account has no key '%s'; the id is the first part of ck_<id>_<secret>".formatted(id));
    }
}
