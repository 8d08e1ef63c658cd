package io.chutes.platform.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceListsTest {
    private static final PriceList OLD = list("2026-01-01", "0.20");
    private static final PriceList NEW = list("2026-03-01", "0.30");
    private static final PriceLists LISTS = new PriceLists(List.of(NEW, OLD));

    @Test
    void findsTheListInForce() {
        assertThat(LISTS.at(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo(OLD);
        assertThat(LISTS.at(Instant.parse("2026-02-28T23:59:59.999999999Z"))).isEqualTo(OLD);
        assertThat(LISTS.at(Instant.parse("2026-03-01T00:00:00Z"))).isEqualTo(NEW);
        assertThat(LISTS.at(Instant.parse("2100-01-01T00:00:00Z"))).isEqualTo(NEW);
        assertThat(LISTS.newest()).isEqualTo(NEW);
    }

    @Test
    void knowsNoPriceBeforeTheFirstList() {
        assertThatThrownBy(() -> LISTS.at(Instant.parse("2025-12-31T23:59:59Z")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2025-12-31T23:59:59Z")
                .hasMessageContaining("2026-01-01");
    }

    @Test
    void refusesTwoListsOfOneDay() {
        assertThatThrownBy(() -> new PriceLists(List.of(OLD, list("2026-01-01", "0.25"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-01-01");
        assertThatThrownBy(() -> new PriceLists(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shipsTheListThatIsInForceSinceItsDay() {
        PriceLists shipped = PriceLists.shipped();

        assertThat(shipped.at(Instant.parse("2025-10-04T00:00:00Z"))).isEqualTo(shipped.newest());
        assertThatThrownBy(() -> shipped.at(Instant.parse("2025-10-03T23:59:59Z")))
                .hasMessageContaining("the first is of 2025-10-04");
    }

    private static PriceList list(String day, String price) {
        return new PriceList(
                LocalDate.parse(day),
                "USD",
                new CpuPrice(BigDecimal.ONE, BigDecimal.ONE),
                List.of(new GpuSpec("L4", "NVIDIA L4", 24, new BigDecimal(price))));
    }
}
