package io.chutes.platform.api;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/budgets}: caps spending.
 *
 * @param scope whose spending
 * @param subject the chute's name or the key's id; null for the whole account
 * @param period after what spending counts from zero again
 * @param cap more than 0, USD
 */
public record NewBudget(Budget.Scope scope, @Nullable String subject, Budget.Period period, Money cap) {}
