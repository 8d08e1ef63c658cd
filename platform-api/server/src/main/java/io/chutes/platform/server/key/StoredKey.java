package io.chutes.platform.server.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.chutes.platform.api.KeySettings;
import io.chutes.platform.api.KeyState;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.api.Role;
import io.chutes.platform.api.Scope;
import io.chutes.platform.server.access.Grant;
import io.chutes.platform.server.access.Principal;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored, and the account that it is of.
 *
 * @param principal who calls with it
 * @param hash what its full text hashes to
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only unpacked
record StoredKey(KeyState state, Principal principal, byte[] hash, boolean revoked) {
    private static final TypeReference<List<Scope>> SCOPES = new TypeReference<>() {};

    static StoredKey read(ResultSet row) throws SQLException {
        List<Scope> scopes = scopes(row.getString("scopes"));
        boolean admin = row.getBoolean("admin");
        @Nullable BigDecimal cap = row.getBigDecimal("spend_cap");
        @Nullable Money spendCap = cap == null ? null : new Money(cap);
        var settings = new KeySettings(row.getString("name"), admin, scopes, instant(row, "expires_at"), spendCap);
        var state = new KeyState(
                row.getString("id"),
                settings,
                row.getTimestamp("created_at").toInstant(),
                instant(row, "last_used_at"));
        var principal = new Principal(
                row.getLong("account_id"),
                row.getString("account"),
                roles(row.getString("roles")),
                state.id(),
                new Grant(admin, scopes),
                spendCap);
        return new StoredKey(state, principal, row.getBytes("hash"), row.getTimestamp("revoked_at") != null);
    }

    static String json(List<Scope> scopes) {
        try {
            return PlatformJson.mapper().writeValueAsString(scopes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write scopes", e);
        }
    }

    private static List<Scope> scopes(String json) {
        try {
            return PlatformJson.mapper().readValue(json, SCOPES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The scopes of a stored key are not such", e);
        }
    }

    private static Set<Role> roles(String names) {
        return Arrays.stream(names.split(",", -1))
                .filter(name -> !name.isEmpty())
                .map(name -> Role.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        @Nullable Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
