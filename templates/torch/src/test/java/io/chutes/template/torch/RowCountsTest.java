package io.chutes.template.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowCountsTest {
    private static final int MOST = 4096;

    @Test
    void areFewAndHoldHardlyMoreThanTheyHaveTo() {
        IntStream.rangeClosed(1, MOST).forEach(rows -> {
            assertThat(RowCounts.up(rows)).isBetween(rows, rows + rows / 8);
            assertThat(RowCounts.down(rows)).isBetween(rows - rows / 8, rows);
            assertThat(RowCounts.up(RowCounts.down(rows))).isEqualTo(RowCounts.down(rows));
        });

        assertThat(RowCounts.downFrom(MOST).sorted())
                .hasSize(16 + 8 * 3 + 8 + 16 + 32 * 3)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, MOST)
                        .map(RowCounts::up)
                        .distinct()
                        .boxed()
                        .toList());
    }
}
