package io.chutes.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of a JVM with a serial collector, after a collection, in bytes.
 *
 * @param resident of the whole process
 * @param heap what lives on the heap
 */
record ProcessMemory(long resident, long heap) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern HEAP = Pattern.compile(" total \\d+K, used (\\d+)K");

    static ProcessMemory of(Process process) throws IOException, InterruptedException {
        jcmd(process, "GC.run");
        long heap = 0;
        for (Matcher area = HEAP.matcher(jcmd(process, "GC.heap_info")); area.find(); ) {
            heap += Long.parseLong(area.group(1));
        }
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
        if (heap == 0 || !resident.find()) {
            throw new IOException("the memory of process %d is not told".formatted(process.pid()));
        }
        return new ProcessMemory(Long.parseLong(resident.group(1)) << 10, heap << 10);
    }

    static String jcmd(Process process, String command) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(asked.getInputStream().readAllBytes(), UTF_8);
        if (asked.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + said);
        }
        return said;
    }

    void print(String what, ProcessMemory before, int streams) {
        System.out.printf(
                "%-32s heap %6.1f MiB (%7.0f bytes a stream), resident %6.1f MiB (%7.0f bytes a stream)%n",
                what,
                heap / (double) (1 << 20),
                (heap - before.heap) / (double) streams,
                resident / (double) (1 << 20),
                (resident - before.resident) / (double) streams);
    }
}
