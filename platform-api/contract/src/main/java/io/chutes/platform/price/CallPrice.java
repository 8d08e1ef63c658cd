package io.chutes.platform.price;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.chutes.platform.api.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** What a chute's owner asks of others for a call. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "per")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CallPrice.Request.class, name = "request"),
    @JsonSubTypes.Type(value = CallPrice.Second.class, name = "second"),
    @JsonSubTypes.Type(value = CallPrice.MillionTokens.class, name = "million-tokens")
})
public sealed interface CallPrice {
    /**
     * The same for each call.
     *
     * @param price of a call, USD
     */
    record Request(Money price) implements CallPrice {
        @Override
        public Money of(Duration took, long inputTokens, long outputTokens) {
            return price;
        }
    }

    /**
     * By the time from the first byte of the call to the last of the answer, in milliseconds.
     *
     * @param price of a second, USD
     */
    record Second(Money price) implements CallPrice {
        private static final BigDecimal MILLIS = new BigDecimal(1000);

        @Override
        public Money of(Duration took, long inputTokens, long outputTokens) {
            return new Money(price.amount()
                    .multiply(BigDecimal.valueOf(took.toMillis()))
                    .divide(MILLIS, Money.SCALE, RoundingMode.HALF_UP));
        }
    }

    /**
     * By what a language model read and wrote.
     *
     * @param input price of a million tokens read, USD
     * @param output price of a million tokens written, USD
     */
    record MillionTokens(Money input, Money output) implements CallPrice {
        private static final BigDecimal MILLION = new BigDecimal(1_000_000);

        @Override
        public Money of(Duration took, long inputTokens, long outputTokens) {
            return new Money(input.amount()
                    .multiply(BigDecimal.valueOf(inputTokens))
                    .add(output.amount().multiply(BigDecimal.valueOf(outputTokens)))
                    .divide(MILLION, Money.SCALE, RoundingMode.HALF_UP));
        }
    }

    /**
     * What a call costs: exact, rounded once, half up, to nine places. It is the same whether its answer was streamed, cut off by
     * its caller, or taken whole, as far as its tokens were told by then.
     *
     * @param took how long it ran
     * @param inputTokens tokens that the model read, 0 if none is known
     * @param outputTokens tokens that the model wrote, 0 if none is known
     */
    Money of(Duration took, long inputTokens, long outputTokens);
}
