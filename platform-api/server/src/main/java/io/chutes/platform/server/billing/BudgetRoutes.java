package io.chutes.platform.server.billing;

import io.chutes.platform.api.Budget;
import io.chutes.platform.api.BudgetCap;
import io.chutes.platform.api.NewBudget;
import io.chutes.platform.server.web.ApiException;
import io.chutes.platform.server.web.ApiRoutes;
import io.chutes.platform.server.web.Call;
import io.chutes.platform.server.web.Route;
import java.util.List;

/** {@code /v1/budgets}: caps on what an account, a chute or a key may spend. */
public final class BudgetRoutes implements ApiRoutes {
    private final Budgets budgets;

    public BudgetRoutes(Budgets budgets) {
        this.budgets = budgets;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("createBudget", "/v1/budgets", "Caps what may be spent")
                        .takes(NewBudget.class)
                        .creates(Budget.class)
                        .by(this::create),
                Route.get("budgets", "/v1/budgets", "The account's budgets and what is spent of them, newest first")
                        .pages(Budget.class)
                        .by(call -> budgets.list(call.principal().accountId(), call.page())),
                Route.get("budget", "/v1/budgets/{id}", "One budget")
                        .answers(Budget.class)
                        .tagged(Budget::cap)
                        .by(call -> found(call)),
                Route.put("capBudget", "/v1/budgets/{id}", "Gives a budget another cap")
                        .takes(BudgetCap.class)
                        .answers(Budget.class)
                        .tagged(Budget::cap)
                        .conditional()
                        .by(this::cap),
                Route.delete("deleteBudget", "/v1/budgets/{id}", "Caps no more").doing(this::delete));
    }

    private Budget create(Call<NewBudget> call) {
        NewBudget wanted = call.body();
        String own = call.principal().account() + "/";
        String subject = wanted.subject();
        if (wanted.scope() == Budget.Scope.CHUTE && subject != null && subject.startsWith(own)) {
            // What is spent on it is kept without the account: such a budget would cap nothing.
            throw ApiException.unprocessable(
                    "/subject",
                    "pattern",
                    "Your own chute is named without its account: '%s', not '%s'"
                            .formatted(subject.substring(own.length()), subject));
        }
        return budgets.create(call.principal().accountId(), wanted);
    }

    private Budget found(Call<?> call) {
        return budgets.one(call.principal().accountId(), id(call)).orElseThrow(() -> absent(call));
    }

    private Budget cap(Call<BudgetCap> call) {
        return budgets.cap(call.principal().accountId(), id(call), call.body().cap(), call::ifMatch)
                .orElseThrow(() -> absent(call));
    }

    private void delete(Call<?> call) {
        if (!budgets.delete(call.principal().accountId(), id(call))) {
            throw absent(call);
        }
    }

    private static long id(Call<?> call) {
        String id = call.path("id");
        if (!id.matches("[0-9]{1,18}")) {
            throw absent(call);
        }
        return Long.parseLong(id);
    }

    private static ApiException absent(Call<?> call) {
        return ApiException.notFound("There is no budget '%s'".formatted(call.path("id")));
    }
}
