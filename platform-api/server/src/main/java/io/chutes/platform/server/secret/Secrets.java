package io.chutes.platform.server.secret;

import io.chutes.platform.api.SecretState;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The secrets of all accounts. What comes in is sealed before it is stored; only instances that start are given it. */
public final class Secrets {
    /** How many secrets one chute may have, and how many an account may have for all of its chutes. */
    static final int MOST = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

    private final Jdbi jdbi;
    private final MasterKeys keys;
    private final InstantSource clock;
    private final SecretStore store = new SecretStore();

    private Secrets(Jdbi jdbi, MasterKeys keys, InstantSource clock) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * The secrets of a database.
     *
     * @throws SecretException if some are there that these keys do not open
     */
    public static Secrets open(Database database, MasterKeys keys, InstantSource clock) {
        var secrets = new Secrets(database.jdbi(), keys, clock);
        secrets.requireKeys();
        return secrets;
    }

    /** Of those names, the ones that a chute would be given a value of. */
    public Set<String> present(long accountId, String chute, Collection<String> names) {
        return jdbi.withHandle(handle -> store.of(handle, accountId, chute, names)).stream()
                .map(stored -> stored.place().name())
                .collect(Collectors.toSet());
    }

    /** The values of those names, a chute's own before the account's. One that does not open is left out, so that nothing starts with it. */
    public Map<String, String> values(Handle handle, long accountId, String chute, Collection<String> names) {
        Map<String, String> values = new HashMap<>();
        for (SecretStore.Stored stored : store.of(handle, accountId, chute, names)) {
            String name = stored.place().name();
            try {
                values.put(name, stored.envelope().open(stored.place(), keys));
            } catch (SecretException e) {
                values.remove(name);
                LOG.error("A secret is kept back", e);
            }
        }
        return values;
    }

    /** Keeps a value; tells whether the secret is new. */
    boolean put(SecretPlace place, String value) {
        if (keys.active().isEmpty()) {
            throw ApiException.unavailable(
                    "This platform keeps no secrets: its operator must give it a master key in %s or in the file that %s names"
                            .formatted(MasterKeys.VARIABLE, MasterKeys.FILE_VARIABLE));
        }
        Envelope envelope = Envelope.seal(place, value, keys);
        return jdbi.inTransaction(handle -> {
            if (store.count(handle, place) >= MOST) {
                throw ApiException.unprocessable(
                        "There are %d secrets already %s; delete one that is not needed".formatted(MOST, scope(place)));
            }
            tell(handle, place, "secret.set", "was set");
            return store.put(handle, place, envelope, clock.instant());
        });
    }

    SecretState state(SecretPlace place) {
        return jdbi.withHandle(handle -> store.state(handle, place)).orElseThrow(() -> absent(place));
    }

    List<SecretState> list(SecretPlace after, int limit) {
        return jdbi.withHandle(handle -> store.list(handle, after, limit));
    }

    void delete(SecretPlace place) {
        jdbi.useTransaction(handle -> {
            if (!store.delete(handle, place)) {
                throw absent(place);
            }
            tell(handle, place, "secret.deleted", "was deleted");
        });
    }

    private static void tell(Handle handle, SecretPlace place, String type, String what) {
        Occurrence told = Occurrence.of(
                        place.accountId(), type, "The secret %s %s %s".formatted(place.name(), scope(place), what))
                .with("secret", place.name());
        Events.record(handle, place.chute().equals(SecretPlace.EVERY_CHUTE) ? told : told.chute(place.chute()));
    }

    /** Wraps secrets after a place under the active key, so many at once; the answer is those that were looked at, in order. */
    List<SecretPlace> rewrap(SecretPlace after, int limit) {
        String active = keys.active().orElseThrow();
        return jdbi.inTransaction(handle -> {
            List<SecretStore.Stored> found = store.lockOthers(handle, active, after, limit);
            for (SecretStore.Stored stored : found) {
                try {
                    store.rewrap(handle, stored.place(), stored.envelope().rewrap(stored.place(), keys));
                } catch (SecretException e) {
                    LOG.error("A secret keeps its old master key", e);
                }
            }
            return found.stream().map(SecretStore.Stored::place).toList();
        });
    }

    boolean canRewrap() {
        return keys.active().isPresent();
    }

    private void requireKeys() {
        for (SecretStore.Stored stored : jdbi.withHandle(store::oneOfEachKey)) {
            String id = stored.envelope().masterKey();
            if (keys.find(id).isEmpty()) {
                throw new SecretException(
                        "Secrets are stored under master key '%s', and this platform was given %s: give it that key too, in %s or in the file that %s names"
                                .formatted(id, keys, MasterKeys.VARIABLE, MasterKeys.FILE_VARIABLE));
            }
            try {
                stored.envelope().open(stored.place(), keys);
            } catch (SecretException e) {
                throw new SecretException(
                        "The master key '%s' is not the one that secrets are stored under: give the platform the right one"
                                .formatted(id),
                        e);
            }
        }
    }

    private static ApiException absent(SecretPlace place) {
        return ApiException.notFound("There is no secret %s %s".formatted(place.name(), scope(place)));
    }

    private static String scope(SecretPlace place) {
        return place.chute().equals(SecretPlace.EVERY_CHUTE)
                ? "for all chutes of the account"
                : "for chute '" + place.chute() + "'";
    }
}
