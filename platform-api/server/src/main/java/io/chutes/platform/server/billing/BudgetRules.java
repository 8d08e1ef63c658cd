package io.chutes.platform.server.billing;

import io.chutes.platform.api.Money;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.server.web.ApiException;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** What a budget may be of: one that would cap nothing is refused. */
final class BudgetRules {
    private static final Pattern CHUTE = Pattern.compile("([a-z0-9-]{1,64}/)?[a-z0-9._-]{1,64}");
    private static final Pattern KEY = Pattern.compile("[0-9A-Za-z]{1,64}");

    private BudgetRules() {}

    /** The subject, empty for the account. */
    static String checkSubject(NewBudget wanted) {
        String subject = wanted.subject() == null ? "" : wanted.subject();
        switch (wanted.scope()) {
            case ACCOUNT -> check(subject.isEmpty(), "A budget of the account has no subject; got '%s'", subject);
            case CHUTE ->
                check(
                        CHUTE.matcher(subject).matches(),
                        "The subject must be a chute, as 'name' or 'account/name'; got '%s'",
                        subject);
            case KEY -> check(KEY.matcher(subject).matches(), "The subject must be the id of a key; got '%s'", subject);
        }
        return subject;
    }

    static void checkCap(Money cap) {
        if (!cap.isPositive()) {
            throw ApiException.unprocessable("/cap", "minimum", "The cap must be more than 0 USD; got " + cap);
        }
    }

    static void requireKey(Handle handle, long accountId, String id) {
        boolean there = handle.createQuery("""
                        select exists (select from api_key
                            where account_id = :account and id = :id and revoked_at is null)""")
                .bind("account", accountId)
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
        check(there, "The account has no key of the id '%s'; GET /v1/keys lists those that it has", id);
    }

    private static void check(boolean holds, String message, String subject) {
        if (!holds) {
            throw ApiException.unprocessable("/subject", "pattern", message.formatted(subject));
        }
    }
}
