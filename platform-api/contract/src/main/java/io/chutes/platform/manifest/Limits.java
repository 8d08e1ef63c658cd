package io.chutes.platform.manifest;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/** What a chute may ask for. The processor says so where it compiles, and the platform again where it is deployed. */
public final class Limits {
    public static final Range<Integer> GPUS = new Range<>(1, 8);
    public static final Range<Integer> MIN_VRAM_GB = new Range<>(0, 192);
    public static final Range<Integer> CORES = new Range<>(1, 64);
    public static final Range<Integer> MEMORY_GB = new Range<>(1, 512);

    public static final Range<Integer> CONCURRENCY = new Range<>(1, 256);
    public static final Range<Integer> MAX_QUEUE = new Range<>(0, 10_000);
    public static final Range<Integer> MIN_INSTANCES = new Range<>(0, 100);
    public static final Range<Integer> MAX_INSTANCES = new Range<>(1, 100);
    public static final Range<Duration> IDLE_SHUTDOWN = new Range<>(Duration.ofMinutes(1), Duration.ofDays(7));

    public static final Range<Duration> STARTUP = new Range<>(Duration.ofSeconds(1), Duration.ofHours(2));
    public static final Range<Duration> FIRST_BYTE = new Range<>(Duration.ofMillis(100), Duration.ofHours(1));
    public static final Range<Duration> IDLE = FIRST_BYTE;
    public static final Range<Duration> TOTAL = new Range<>(Duration.ofMillis(100), Duration.ofHours(24));

    public static final Range<Integer> BATCH_SIZE = new Range<>(2, 1000);
    public static final Range<Duration> BATCH_WAIT = new Range<>(Duration.ZERO, Duration.ofSeconds(10));

    /** Of a server inside the container; {@link #OWN_PORT} is the chute's. */
    public static final Range<Integer> PORT = new Range<>(1024, 65_535);

    public static final int OWN_PORT = 8000;

    public static final Range<Integer> ENGINE_RESTARTS = new Range<>(0, 100);
    public static final Range<Duration> ENGINE_WINDOW = new Range<>(Duration.ofMinutes(1), Duration.ofHours(24));

    public static final Range<Duration> JOB_TIMEOUT = new Range<>(Duration.ofSeconds(30), Duration.ofHours(24));
    public static final Range<Integer> JOB_RETRIES = new Range<>(0, 10);
    public static final Range<Duration> JOB_RESULT_TTL = new Range<>(Duration.ofMinutes(1), Duration.ofDays(7));

    /** In USD: a plain decimal. */
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");

    private static final Pattern SECRET = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

    private static final Pattern PASSTHROUGH_PATH = Pattern.compile("/[!-~&&[^?#{}]]*");

    /** How many secrets one chute may ask for. */
    public static final int MOST_SECRETS = 64;

    /** In characters. */
    public static final int LONGEST_TAGLINE = 1024;

    /** In characters. */
    public static final int LONGEST_README = 16_384;

    /** A chute's: 3 to 63 lower-case letters, digits and single hyphens, a letter first. */
    public static final Pattern NAME = Pattern.compile("(?=.{3,63}$)[a-z](-?[a-z0-9])+");

    /** A query parameter's. */
    public static final Pattern QUERY_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** Where weights come from. */
    public static final Pattern WEIGHTS_REPO =
            Pattern.compile("hf://[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*");

    /** The commit of weights: a branch or tag could change. */
    public static final Pattern WEIGHTS_REVISION = Pattern.compile("[0-9a-f]{40}");

    private Limits() {}

    /** Whether a text is a price above 0 in USD, a plain decimal such as {@code 0.40}. */
    public static boolean isPrice(String text) {
        return PRICE.matcher(text).matches() && new BigDecimal(text).signum() > 0;
    }

    /**
     * Whether a secret can have that name: at most 64 upper-case letters, digits and underscores, a letter first, and no variable
     * that the image or the platform sets.
     */
    public static boolean isSecret(String name) {
        return SECRET.matcher(name).matches() && !ImageLimits.isTaken(name);
    }

    /** Whether it is a pattern of paths within a repository of weights. */
    public static boolean isWeightsGlob(String glob) {
        return !glob.isBlank() && !glob.startsWith("/") && !glob.contains("..");
    }

    /** Whether calls can be passed to that path: it begins with a slash and has neither query nor names in braces. */
    public static boolean isPassthroughPath(String path) {
        return PASSTHROUGH_PATH.matcher(path).matches();
    }

    /** Whether a share of an instance's places can be aimed at: above 0 and at most 1, and a number at all. */
    public static boolean isTarget(double share) {
        return share > 0 && share <= 1;
    }
}
