package io.chutes.template.torch;

import static io.chutes.template.torch.RowCounts.ALL;
import static io.chutes.template.torch.RowCounts.FEW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowCountsTest {
    private static final int MOST = 4096;
    private static final int PREPARED = 16 + 8 * 3 + 8 + 16;

    @Test
    void areFewAndHoldHardlyMoreThanTheyHaveTo() {
        IntStream.rangeClosed(1, MOST).forEach(rows -> {
            assertThat(FEW.up(rows)).isBetween(rows, rows + rows / 8);
            assertThat(FEW.down(rows)).isBetween(rows - rows / 8, rows);
            assertThat(FEW.up(FEW.down(rows))).isEqualTo(FEW.down(rows));
            assertThat(ALL.up(rows)).isEqualTo(rows).isEqualTo(ALL.down(rows));
        });

        List<Integer> few =
                IntStream.rangeClosed(1, MOST).map(FEW::up).distinct().boxed().toList();
        assertThat(few).hasSize(PREPARED + 32 * 3);
        assertThat(FEW.toPrepare(MOST).sorted()).containsExactlyElementsOf(few.subList(0, PREPARED));
        assertThat(FEW.toPrepare(270)).startsWith(272, 256).endsWith(2, 1);
        assertThat(FEW.up(0)).isZero();
        assertThat(ALL.toPrepare(MOST)).isEmpty();
    }
}
