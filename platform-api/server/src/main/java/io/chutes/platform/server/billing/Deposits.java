package io.chutes.platform.server.billing;

import io.chutes.platform.api.Deposit;
import io.chutes.platform.api.LedgerTransaction.Entry;
import io.chutes.platform.api.Money;
import io.chutes.platform.api.Page;
import io.chutes.platform.api.PaymentEvent;
import io.chutes.platform.api.PaymentEvent.Deposited;
import io.chutes.platform.api.PaymentEvent.Refunded;
import io.chutes.platform.server.event.Events;
import io.chutes.platform.server.event.Occurrence;
import io.chutes.platform.server.storage.Database;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.PageQuery;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Money that payment providers take in and give back. Each payment is known by its provider and that provider's id, and by nothing else. */
public final class Deposits {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private static final Pattern PAYEE = Pattern.compile("\\P{Cntrl}{1,64}");

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;
    private final DepositRows rows = new DepositRows();

    public Deposits(Database database, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * What a booking led to.
     *
     * @param isNew false if it was booked before
     */
    public record Booked(Deposit deposit, boolean isNew) {}

    /**
     * Books what a provider tells, once however often it is told. A deposit for an account that is not there waits in suspense;
     * administrators hear of that, and of one that is told in two ways.
     *
     * @throws ApiException 422 if it cannot be true, 404 if it refunds a deposit that is not there, 409 if it was told before
     *     otherwise, or there is not enough left to give back
     */
    public Booked take(String provider, PaymentEvent event) {
        return switch (event) {
            case Deposited deposited -> deposit(provider, deposited);
            case Refunded refunded -> refund(provider, refunded);
        };
    }

    /** What an account deposited, newest first. */
    public Page<Deposit> of(long accountId, PageQuery query) {
        return query.page(
                database.jdbi().withHandle(handle -> rows.ofAccount(handle, accountId, query.before(), query.enough())),
                Deposit::id);
    }

    /** What waits for an account that is not there, newest first. */
    public Page<Deposit> inSuspense(PageQuery query) {
        return query.page(
                database.jdbi().withHandle(handle -> rows.inSuspense(handle, query.before(), query.enough())),
                Deposit::id);
    }

    /**
     * Credits a deposit that waits in suspense to an account.
     *
     * @throws ApiException 404 if there is no such deposit or account, 409 if it was credited to another
     */
    public Deposit settle(long id, String account) {
        return database.jdbi().inTransaction(handle -> {
            Deposit waiting = rows.lock(handle, id)
                    .orElseThrow(() -> ApiException.notFound("There is no deposit %d".formatted(id)));
            long accountId = rows.account(handle, account)
                    .orElseThrow(() -> ApiException.notFound("There is no account '%s'".formatted(account)));
            String credited = waiting.account();
            if (credited != null && !credited.equals(account)) {
                throw ApiException.conflict("The deposit %d was credited to '%s'".formatted(id, credited));
            }
            if (credited == null) {
                Money left = left(waiting);
                if (left.isPositive()) {
                    ledger.post(
                            handle,
                            "settlement:%s:%s".formatted(waiting.provider(), waiting.reference()),
                            "deposit %s of %s, found to be for %s"
                                    .formatted(waiting.reference(), waiting.provider(), account),
                            move(Ledger.SUSPENSE, Ledger.wallet(account), left));
                }
                rows.credit(handle, id, accountId);
                tell(handle, accountId, "deposit.settled", waiting, left);
            }
            return rows.lock(handle, id).orElseThrow();
        });
    }

    private Booked deposit(String provider, Deposited event) {
        checkId("/id", event.id());
        checkPayee(event.account());
        checkAmount(event.amount());
        Booked booked = database.jdbi().inTransaction(handle -> deposit(handle, provider, event));
        Deposit known = booked.deposit();
        if (!known.payee().equals(event.account()) || !known.amount().equals(event.amount())) {
            String told = "The deposit %s was told before as %s USD for '%s'"
                    .formatted(event.id(), known.amount(), known.payee());
            tellAdministrators(
                    "deposit.contradicted",
                    "%s by %s, and now as %s USD for '%s'".formatted(told, provider, event.amount(), event.account()),
                    known);
            throw ApiException.conflict(told);
        }
        return booked;
    }

    private Booked deposit(Handle handle, String provider, Deposited event) {
        String cause = "deposit:%s:%s".formatted(provider, event.id());
        Optional<Deposit> before = rows.lock(handle, provider, event.id());
        if (before.isEmpty()) {
            Optional<Long> account = rows.account(handle, event.account());
            String to = account.isPresent() ? Ledger.wallet(event.account()) : Ledger.SUSPENSE;
            String description = "deposit %s of %s for %s".formatted(event.id(), provider, event.account());
            if (post(handle, cause, description, move(Ledger.payments(provider), to, event.amount()))) {
                rows.add(handle, provider, event, account, cause, clock.instant());
                Deposit booked = rows.lock(handle, provider, event.id()).orElseThrow();
                account.ifPresentOrElse(
                        id -> tell(handle, id, "deposit.credited", booked, event.amount()),
                        () -> tellAdministrators(
                                "deposit.in-suspense",
                                "%s USD of the deposit %s of %s wait: there is no account '%s'"
                                        .formatted(event.amount(), event.id(), provider, event.account()),
                                booked));
                return new Booked(booked, true);
            }
        }
        Deposit known = before.or(() -> rows.lock(handle, provider, event.id())).orElseThrow();
        return new Booked(known, false);
    }

    private Booked refund(String provider, Refunded event) {
        checkId("/id", event.id());
        checkId("/deposit", event.deposit());
        checkAmount(event.amount());
        return database.jdbi().inTransaction(handle -> {
            Deposit deposit = rows.lock(handle, provider, event.deposit())
                    .orElseThrow(
                            () -> ApiException.notFound("There is no deposit %s to refund".formatted(event.deposit())));
            String from = deposit.account() == null ? Ledger.SUSPENSE : Ledger.wallet(deposit.account());
            String cause = "refund:%s:%s:%s".formatted(provider, event.deposit(), event.id());
            Optional<Deposit.Refund> before = deposit.refunds().stream()
                    .filter(refund -> refund.reference().equals(event.id()))
                    .findFirst();
            if (before.isPresent()) {
                if (!before.get().amount().equals(event.amount())) {
                    throw ApiException.conflict("The refund %s was told before as %s USD"
                            .formatted(event.id(), before.get().amount()));
                }
                return new Booked(deposit, false);
            }
            checkEnough(handle, deposit, from, event.amount());
            String description = "refund %s of deposit %s of %s".formatted(event.id(), event.deposit(), provider);
            post(handle, cause, description, move(from, Ledger.payments(provider), event.amount()));
            rows.refund(handle, deposit.id(), event, cause, clock.instant());
            if (deposit.account() != null) {
                rows.account(handle, deposit.account())
                        .ifPresent(id -> tell(handle, id, "deposit.refunded", deposit, event.amount()));
            }
            return new Booked(rows.lock(handle, deposit.id()).orElseThrow(), true);
        });
    }

    /** Once for each message, however often a provider repeats itself. */
    private void tellAdministrators(String type, String message, Deposit deposit) {
        database.jdbi().useTransaction(handle -> rows.administratorsWithout(handle, type, message)
                .forEach(administrator -> Events.record(
                        handle,
                        Occurrence.of(administrator, type, message)
                                .with("deposit", deposit.id())
                                .with("amount", deposit.amount()))));
    }

    private static void tell(Handle handle, long accountId, String type, Deposit deposit, Money amount) {
        String message = "%s USD of the deposit %s of %s".formatted(amount, deposit.reference(), deposit.provider());
        Events.record(
                handle,
                Occurrence.of(accountId, type, message)
                        .with("deposit", deposit.id())
                        .with("amount", amount));
    }

    // The wallet is held from here on, so that nothing is spent between the look and the booking.
    private void checkEnough(Handle handle, Deposit deposit, String from, Money amount) {
        Money left = left(deposit);
        if (amount.compareTo(left) > 0) {
            throw ApiException.conflict("Only %s USD are left of the deposit %s, which is less than %s"
                    .formatted(left, deposit.reference(), amount));
        }
        ledger.hold(handle, List.of(from));
        Money held = ledger.balance(handle, from);
        if (amount.compareTo(held) > 0) {
            throw ApiException.conflict("Only %s USD are left in %s, which is less than %s: the rest is spent"
                    .formatted(held, from, amount));
        }
    }

    private boolean post(Handle handle, String cause, String description, List<Entry> entries) {
        try {
            return ledger.post(handle, cause, description, entries);
        } catch (CauseConflictException _) {
            throw ApiException.conflict(cause + " was booked before, otherwise than it is told now");
        }
    }

    private static Money left(Deposit deposit) {
        return deposit.refunds().stream()
                .map(Deposit.Refund::amount)
                .reduce(deposit.amount(), (left, refund) -> left.plus(refund.negated()));
    }

    private static List<Entry> move(String from, String to, Money amount) {
        return List.of(new Entry(from, amount.negated()), new Entry(to, amount));
    }

    private static void checkId(String pointer, String id) {
        if (!ID.matcher(id).matches()) {
            throw ApiException.unprocessable(
                    pointer,
                    "pattern",
                    "An id must be 1 to 128 letters, digits, dots, hyphens or underscores, got '%s'".formatted(id));
        }
    }

    private static void checkPayee(String account) {
        if (!PAYEE.matcher(account).matches()) {
            throw ApiException.unprocessable(
                    "/account",
                    "pattern",
                    "The account must be a name of 1 to 64 characters, got '%s'".formatted(account));
        }
    }

    private static void checkAmount(Money amount) {
        if (!amount.isPositive()) {
            throw ApiException.unprocessable("/amount", "minimum", "The amount must be more than 0 USD, got " + amount);
        }
    }
}
