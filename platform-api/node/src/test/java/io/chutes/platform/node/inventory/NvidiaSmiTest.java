package io.chutes.platform.node.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.platform.price.GpuSpec;
import io.chutes.platform.price.PriceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learned from programs that say what the driver's tool says, fail as it fails, or hang as it hangs. */
class NvidiaSmiTest {
    private static final String L4 = "0, GPU-1a2b3c4d-0000-1111-2222-333344445555, NVIDIA L4, 23034, [N/A]\n";
    private static final String H100 =
            "1, GPU-5a2b3c4d-0000-1111-2222-333344445555, NVIDIA H100 80GB HBM3, 81559, Disabled\n";

    @TempDir
    private Path folder;

    @Test
    void countsModelsAndKeepsWhatTheDriverCallsThem() throws Exception {
        Gpus gpus = says(L4 + H100 + L4.replace("0, GPU-1a", "2, GPU-ff"));

        assertThat(gpus.complete()).isTrue();
        assertThat(gpus.warnings()).isEmpty();
        assertThat(gpus.counts()).isEqualTo(Map.of("L4", 2, "H100_SXM", 1));
        assertThat(gpus.devices())
                .containsEntry(
                        "L4",
                        List.of(
                                "GPU-1a2b3c4d-0000-1111-2222-333344445555",
                                "GPU-ff2b3c4d-0000-1111-2222-333344445555"));
    }

    @Test
    void asksForWhatItReads() throws Exception {
        Gpus gpus = read("echo \"0, GPU-1a2b3c4d, $*, 1, 1\"\n");

        assertThat(gpus.warnings())
                .singleElement()
                .asString()
                .isEqualTo(NvidiaSmi.shown("nvidia-smi said what is not understood, so no GPU is offered: "
                        + "'0, GPU-1a2b3c4d, --query-gpu=index,uuid,name,memory.total,mig.mode.current "
                        + "--format=csv,noheader,nounits, 1, 1'"));
    }

    @Test
    void saysInWordsWhatItDoesNotOffer() throws Exception {
        Gpus gpus = says("0, GPU-1a2b3c4d, NVIDIA GeForce GTX 1080, 8192, [N/A]\n"
                + "1, GPU-2a2b3c4d, NVIDIA A100-SXM4-80GB, 81920, Enabled\n"
                + "2, GPU-3a2b3c4d, NVIDIA GB10, [N/A], [N/A]\n"
                + "3, GPU-4a2b3c4d, NVIDIA L4, [N/A], [N/A]\n"
                + "4, GPU-5a2b3c4d, NVIDIA L4, 11441, [N/A]\n"
                + L4);

        assertThat(gpus.counts()).isEqualTo(Map.of("L4", 1));
        assertThat(gpus.warnings())
                .containsExactly(
                        "GPU 0, 'NVIDIA GeForce GTX 1080', is a model that the price list does not know: it is not offered",
                        "GPU 1, 'NVIDIA A100-SXM4-80GB', is divided by MIG, which is not supported; nvidia-smi -i 1 -mig 0 undoes that: it is not offered",
                        "GPU 2, 'NVIDIA GB10', is a model that the price list does not know: it is not offered",
                        "GPU 3, 'NVIDIA L4', states no memory of its own, '[N/A]': it is not offered",
                        "GPU 4, 'NVIDIA L4', has 11441 MiB of memory, where 24 GB are usual: it is not offered");
    }

    @Test
    void findsNoGpuWhereThereIsNone() throws Exception {
        assertThat(says("")).isEqualTo(new Gpus(Map.of(), Map.of(), List.of(), true));
    }

    @Test
    void offersNothingWhereTheToolFails() throws Exception {
        Gpus lost = read(
                "echo 'Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.'\necho 'Reboot'\nexit 15\n");
        Gpus garbage = says("0, GPU-1a2b3c4d\u0007\u001b[31m, what");
        Gpus flood = read("exec yes 'No devices were found in this loop that never ends'\n");
        Gpus missing = new NvidiaSmi(folder.resolve("none")).read();

        assertThat(List.of(lost, garbage, flood, missing)).noneMatch(Gpus::complete);
        assertThat(lost.warnings().getFirst())
                .endsWith("failed with code 15, so no GPU is offered: "
                        + "Unable to determine the device handle for GPU0000:01:00.0: GPU is lost. | Reboot");
        assertThat(garbage.warnings().getFirst()).contains("'0, GPU-1a2b3c4d\uFFFD\uFFFD[31m, what'");
        assertThat(flood.warnings().getFirst()).contains("failed with code").hasSizeLessThan(500);
        assertThat(missing.warnings().getFirst()).contains("could not be started");
    }

    @Test
    void givesUpAToolThatHangsAndEndsIt() throws Exception {
        Path pid = folder.resolve("pid");
        Path tool = tool("sleep 1000 &\necho $! > '" + pid + "'\nwait\n");

        Files.createFile(pid);
        String hanging = "";
        for (int millis = 500;
                millis < 100_000 && hanging.isEmpty();
                millis *= 2) { // a busy machine may not come to hang before it is given up
            Gpus gpus = new NvidiaSmi(tool, Duration.ofMillis(millis)).read();
            assertThat(gpus.warnings().getFirst()).contains("did not answer within %d ms".formatted(millis));
            hanging = Files.readString(pid).strip();
        }
        var sleeping = ProcessHandle.of(Long.parseLong(hanging));
        if (sleeping.isPresent()) {
            sleeping.get().onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void isFoundOnTheSearchPath() throws Exception {
        tool(echo(L4));

        assertThat(NvidiaSmi.find("/nowhere::" + folder).orElseThrow().read().counts())
                .containsEntry("L4", 1);
        assertThat(NvidiaSmi.find("/nowhere")).isEmpty();
    }

    @Test
    void tellsWhenAGpuHasGoneAndNotWhenNothingIsNew() throws Exception {
        Path tool = tool(echo(L4 + H100));
        var readings = new LinkedBlockingQueue<Reading>();
        var inventory = new HostInventory(folder.resolve("not/yet/there"), new NvidiaSmi(tool));

        try (var watch = InventoryWatch.start(inventory, Duration.ofMillis(20), readings::add)) {
            assertThat(watch.last().capacity().gpus()).isEqualTo(Map.of("L4", 1, "H100_SXM", 1));
            assertThat(watch.last().capacity().cores()).isPositive();
            assertThat(watch.last().capacity().memoryGb()).isPositive();
            assertThat(watch.last().condition().freeDiskGb()).isPositive();
            tool(echo(L4));
            Reading gone = readings.take();
            assertThat(gone.capacity().gpus()).isEqualTo(Map.of("L4", 1));
            assertThat(gone.complete()).isTrue();
            tool("exit 1\n");
            assertThat(readings.take().complete()).isFalse();
        }
        assertThat(readings).isEmpty();
    }

    @Test
    void namesEveryModelOfThePriceListThatIsNvidias() {
        List<String> models = PriceList.shipped().gpus().stream()
                .filter(gpu -> gpu.name().startsWith("NVIDIA"))
                .map(GpuSpec::model)
                .toList();

        assertThat(DriverNames.models()).containsAll(models);
        assertThat(models).containsAll(DriverNames.models());
    }

    private Gpus says(String text) throws Exception {
        return read(echo(text));
    }

    private Gpus read(String script) throws Exception {
        return new NvidiaSmi(tool(script)).read();
    }

    private static String echo(String text) {
        return "cat <<'END'\n" + text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + "END\n";
    }

    /** Replaced as a whole: a shell reads a script while it runs. */
    private Path tool(String script) throws IOException {
        Path tool = folder.resolve("nvidia-smi");
        Path fresh = Files.createFile(
                folder.resolve("fresh-" + System.nanoTime()),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(fresh, "#!/bin/sh\n" + script);
        return Files.move(fresh, tool, StandardCopyOption.REPLACE_EXISTING);
    }
}
