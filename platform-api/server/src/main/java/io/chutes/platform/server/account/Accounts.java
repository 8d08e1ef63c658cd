package io.chutes.platform.server.account;

import io.chutes.platform.api.RegisteredAccount;
import io.chutes.platform.server.PlatformException;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.key.Keys;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The accounts of this platform. */
public final class Accounts {
    private static final Pattern NAME = Pattern.compile("(?=.{3,32}$)[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Database database;
    private final Keys keys;

    public Accounts(Database database, Keys keys) {
        this.database = database;
        this.keys = keys;
    }

    /**
     * A new account with its first key.
     *
     * @throws ApiException 422 if no account can have that name, 409 if one has
     */
    public RegisteredAccount register(@Nullable String name) {
        String valid = checkName(name);
        return database.jdbi().inTransaction(handle -> {
            long account = insert(handle, valid)
                    .orElseThrow(() ->
                            ApiException.conflict("The account name '%s' is taken; choose another".formatted(valid)));
            String key = keys.issue(handle, account);
            Events.record(
                    handle,
                    Occurrence.of(account, "account.registered", "The account '%s' was opened".formatted(valid)));
            return new RegisteredAccount(valid, key);
        });
    }

    /**
     * Makes the account that runs the platform, unless it is there.
     *
     * @throws ApiException 409 if the account is there and does not run the platform
     */
    public void makeAdmin(String name, String key) {
        String valid = checkName(name);
        database.jdbi().useTransaction(handle -> {
            Optional<Long> id = insert(handle, valid);
            if (id.isPresent()) {
                keys.adopt(handle, id.get(), key);
                handle.execute("insert into account_role (account_id, role) values (?, 'admin')", id.get());
                Events.record(
                        handle,
                        Occurrence.of(
                                id.get(), "account.registered", "The account '%s' runs the platform".formatted(valid)));
            } else if (!isAdmin(handle, valid)) {
                throw ApiException.conflict(
                        "The account '%s' is there and is no administrator; name another as the first one"
                                .formatted(valid));
            }
        });
    }

    /**
     * Makes an account the provider of a node, which earns by it.
     *
     * @throws PlatformException if it is not there
     */
    public void makeProvider(String name, String node) {
        database.jdbi().useTransaction(handle -> {
            long id = handle.createQuery("select id from account where name = :name and deleted_at is null for share")
                    .bind("name", name)
                    .mapTo(Long.class)
                    .findOne()
                    .orElseThrow(() -> new PlatformException(
                            "The node '%s' is to earn for '%s', and there is no such account; register it first, or set the node up without a provider"
                                    .formatted(node, name)));
            int given = handle.execute(
                    "insert into account_role (account_id, role) values (?, 'provider') on conflict do nothing", id);
            if (given > 0) {
                Events.record(
                        handle,
                        Occurrence.of(id, "account.role-granted", "It earns by the node '%s'".formatted(node))
                                .with("role", "provider"));
            }
        });
    }

    /** To be told when an account's roles or keys were changed. */
    void changed(long account) {
        keys.forget(account);
    }

    private static boolean isAdmin(Handle handle, String name) {
        return handle.createQuery("""
                        select exists (select from account join account_role held on held.account_id = account.id
                            where account.name = :name and held.role = 'admin')""").bind("name", name).mapTo(Boolean.class).one();
    }

    private static Optional<Long> insert(Handle handle, String name) {
        return handle.createQuery(
                        "insert into account (name) values (:name) on conflict (name) do nothing returning id")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne();
    }

    private static String checkName(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw ApiException.unprocessable(
                    "/name",
                    "pattern",
                    "The name must be 3 to 32 lower-case letters, digits and single hyphens, a letter first and no hyphen last, got '%s'"
                            .formatted(name));
        }
        return name;
    }
}
