package io.chutes.platform.node.inventory;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The models of the GPU catalogue by the names that NVIDIA's driver gives them. What it does not name is not guessed. */
final class DriverNames {
    private static final String VENDOR = "NVIDIA ";

    /** Without the vendor, which older drivers leave out. */
    private static final Map<String, String> MODELS = Stream.of(new String[][] {
                {"A10", "A10"},
                {"A100 80GB PCIe", "A100"},
                {"A100-PCIE-40GB", "A100_40GB"},
                {"A100-SXM4-40GB", "A100_40GB_SXM"},
                {"A100-SXM4-80GB", "A100_SXM"},
                {"A40", "A40"},
                {"RTX A4000", "A4000"},
                {"RTX 4000 Ada Generation", "A4000_ADA"},
                {"RTX A5000", "A5000"},
                {"RTX A6000", "A6000"},
                {"RTX 6000 Ada Generation", "A6000_ADA"},
                {"B200", "B200"},
                {"H100 PCIe", "H100"},
                {"H100 NVL", "H100_NVL"},
                {"H100 80GB HBM3", "H100_SXM"},
                {"H20", "H20"},
                {"H200", "H200"},
                {"H800 PCIe", "H800"},
                {"L4", "L4"},
                {"L40", "L40"},
                {"L40S", "L40S"},
                {"RTX PRO 6000 Blackwell Server Edition", "PRO_6000"},
                {"RTX PRO 6000 Blackwell Workstation Edition", "PRO_6000"},
                {"RTX PRO 6000 Blackwell Max-Q Workstation Edition", "PRO_6000"},
                {"GeForce RTX 3090", "RTX_3090"},
                {"GeForce RTX 4090", "RTX_4090"},
                {"GeForce RTX 5090", "RTX_5090"},
            })
            .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));

    private DriverNames() {}

    /** The model of that name, if it is one of the catalogue. */
    static Optional<String> model(String name) {
        return Optional.ofNullable(MODELS.get(name.startsWith(VENDOR) ? name.substring(VENDOR.length()) : name));
    }

    static Iterable<String> models() {
        return MODELS.values();
    }
}
