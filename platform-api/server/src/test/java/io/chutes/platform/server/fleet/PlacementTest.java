package io.chutes.platform.server.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.manifest.Hardware;
import io.chutes.platform.price.PriceList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PlacementTest {
    private static final PriceList PRICES = PriceList.shipped();

    @Test
    void takesTheCheapestModelThatFits() {
        var nodes = List.of(node("a", Map.of("H100", 8)), node("b", Map.of("L4", 1)));

        assertThat(Placement.choose(gpu(1, "H100", "L4"), nodes, PRICES))
                .isEqualTo(new Placement.On("b", "L4", 1, 0, 0));
    }

    @Test
    void takesTheNodeWithTheMostLeftOfIt() {
        var nodes = List.of(node("a", Map.of("L4", 2)), node("b", Map.of("L4", 3)), node("c", Map.of("L4", 3)));

        assertThat(Placement.choose(gpu(2, "L4"), nodes, PRICES)).isEqualTo(new Placement.On("b", "L4", 2, 0, 0));
    }

    @Test
    void neverMixesModelsOrNodes() {
        var nodes = List.of(node("a", Map.of("L4", 1, "A10", 1)), node("b", Map.of("L4", 1)));

        assertThat(Placement.choose(gpu(2, "L4", "A10"), nodes, PRICES))
                .isEqualTo(new Placement.Nowhere("no node has 2 free GPUs of A10, L4"));
    }

    @Test
    void namesOnlyTheFirstOfManyModels() {
        assertThat(Placement.choose(gpu(1), List.of(node("a", Map.of())), PRICES))
                .isEqualTo(new Placement.Nowhere(
                        "no node has 1 free GPU of A4000, A4000_ADA, A10, A5000, L4, RTX_3090 and 20 more"));
    }

    @Test
    void placesByCoresAndMemoryWhereNoGpuIsAsked() {
        var nodes = List.of(new NodeRoom("a", 8, 1, Map.of()), new NodeRoom("b", 4, 16, Map.of()));

        assertThat(Placement.choose(new Hardware.Cpu(2, 4), nodes, PRICES))
                .isEqualTo(new Placement.On("b", null, 0, 2, 4));
        assertThat(Placement.choose(new Hardware.Cpu(8, 4), nodes, PRICES))
                .isEqualTo(new Placement.Nowhere("no node has 8 free cores and 4 GiB of free memory"));
    }

    @Test
    void saysThatThereIsNoNode() {
        assertThat(Placement.choose(gpu(1, "L4"), List.of(), PRICES))
                .isEqualTo(new Placement.Nowhere("no node has reported lately"));
    }

    private static NodeRoom node(String name, Map<String, Integer> gpus) {
        return new NodeRoom(name, 4, 16, gpus);
    }

    private static Hardware.Gpu gpu(int count, String... models) {
        return new Hardware.Gpu(count, 0, Set.of(models), Set.of(), null);
    }
}
