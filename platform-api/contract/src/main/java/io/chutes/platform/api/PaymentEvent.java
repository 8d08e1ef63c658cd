package io.chutes.platform.api;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** {@code POST /v1/deposits/webhook}: what a payment provider tells, signed. Telling it again changes nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PaymentEvent.Deposited.class, name = "deposit"),
    @JsonSubTypes.Type(value = PaymentEvent.Refunded.class, name = "refund")
})
public sealed interface PaymentEvent {
    /**
     * Somebody paid.
     *
     * @param id the provider's id of the payment
     * @param account the account it is for
     * @param amount how much, more than 0, USD
     */
    record Deposited(String id, String account, Money amount) implements PaymentEvent {}

    /**
     * A payment, or a part of it, is to be given back. Refused if more than is left of the deposit or in the wallet.
     *
     * @param id the provider's id of the refund
     * @param deposit the provider's id of the payment
     * @param amount how much, more than 0, USD
     */
    record Refunded(String id, String deposit, Money amount) implements PaymentEvent {}
}
