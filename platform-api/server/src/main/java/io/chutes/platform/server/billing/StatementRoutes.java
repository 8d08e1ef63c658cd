package io.chutes.platform.server.billing;

import io.chutes.platform.api.Statement;
import io.chutes.platform.server.access.Principal;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import io.javalin.http.Context;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.List;

/** {@code /v1/statements/{yyyy-mm}}: as JSON, or as CSV if its name ends so or {@code Accept} asks for it. */
public final class StatementRoutes implements ApiRoutes {
    private static final String CSV = "text/csv";
    private static final String CSV_NAME = ".csv";

    private final Statements statements;

    public StatementRoutes(Statements statements) {
        this.statements = statements;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("statement", "/v1/statements/{month}", "A month of the account's book, yyyy-mm; .csv for CSV")
                        .query("book", String.class, "'wallet', which is usual, 'escrow' or 'earnings'")
                        .answers(Statement.class)
                        .raw(this::statement));
    }

    private void statement(Call<Void> call) throws IOException {
        Context context = call.context();
        Principal caller = call.principal();
        Book book = book(call.query("book").orElse(Book.WALLET.word()));
        String name = call.path("month");
        boolean named = name.endsWith(CSV_NAME);
        YearMonth month = month(named ? name.substring(0, name.length() - CSV_NAME.length()) : name);
        String accepted = context.header("Accept");
        if (named || (accepted != null && accepted.startsWith(CSV))) {
            context.contentType(CSV + "; charset=utf-8");
            statements.write(
                    caller.accountId(),
                    caller.account(),
                    book,
                    month,
                    new CsvStatement(new BufferedOutputStream(context.outputStream())));
        } else {
            context.contentType("application/json");
            statements.write(
                    caller.accountId(),
                    caller.account(),
                    book,
                    month,
                    new JsonStatement(context.outputStream(), caller.account(), book, month));
        }
    }

    private static YearMonth month(String text) {
        try {
            if (text.length() == "2026-01".length()) {
                return YearMonth.parse(text);
            }
        } catch (DateTimeException _) {
            // It is refused below, with those of years that the database has no time for.
        }
        throw ApiException.unprocessable("A statement is of a month such as 2026-01, not of '%s'".formatted(text));
    }

    private static Book book(String word) {
        return Arrays.stream(Book.values())
                .filter(book -> book.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ApiException.unprocessable(
                        "The parameter book must be 'wallet', 'escrow' or 'earnings', got '%s'".formatted(word)));
    }
}
