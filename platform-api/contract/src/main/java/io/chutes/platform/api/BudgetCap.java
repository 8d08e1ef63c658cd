package io.chutes.platform.api;

/**
 * {@code PUT /v1/budgets/{id}}: another cap for a budget.
 *
 * @param cap more than 0, USD
 */
public record BudgetCap(Money cap) {}
