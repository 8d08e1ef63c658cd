package io.chutes.template.torch;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * libtorch in this process: loaded once, never fetched from anywhere, and called by one thread alone, which shares its work with as
 * many helpers as there are cores.
 */
public final class Torch {
    private static final Logger LOG = LoggerFactory.getLogger(Torch.class);
    private static final String THREADS = "chutes.torch.threads";
    private static @Nullable Torch loaded;

    private final ExecutorService thread;
    private final Device device;
    private final Set<DType> packs;

    private Torch(ExecutorService thread) {
        this.thread = thread;
        this.device = on(thread, Torch::load);
        this.packs = device.getDeviceType().equals(Device.Type.CPU) ? Packing.works(this) : Set.of();
        LOG.info("libtorch runs on {} with {} threads, linear layers packed of {}", device, threads(), packs);
    }

    /**
     * The one of this process, loaded by whoever asks first.
     *
     * @throws ModelException if its native library is missing or does not fit this machine
     */
    public static synchronized Torch get() {
        if (loaded == null) {
            ExecutorService thread = Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("torch").daemon().factory());
            try {
                loaded = new Torch(thread);
            } finally {
                if (loaded == null) {
                    thread.shutdown();
                }
            }
        }
        return loaded;
    }

    /**
     * A module whose source is a resource beside a class.
     *
     * @param name the resource, such as {@code encoder.py}
     */
    public ScriptModule load(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource %s beside %s".formatted(name, beside.getName()));
            }
            return load(name, new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }

    /** A module by its source, which begins with {@code class Name(Module):} and its attributes. */
    ScriptModule load(String name, String source) {
        return ScriptModule.load(this, name, source);
    }

    /** Whether linear layers of that type are to be packed for this processor: because they can be, and were seen to compute the same. */
    public boolean packs(DType type) {
        return packs.contains(type);
    }

    /** What weights of that type are computed in: numbers of 16 bits on a GPU alone. */
    public DType computedIn(DType weights) {
        return device.isGpu() ? weights : DType.F32;
    }

    /** Whether it runs on a processor, not on a GPU. */
    public boolean runsOnProcessor() {
        return device.getDeviceType().equals(Device.Type.CPU);
    }

    Device device() {
        return device;
    }

    /** Runs work on libtorch's thread and waits for it, even where the waiting thread is interrupted: native work has no early end. */
    <T> T run(Callable<T> work) {
        return on(thread, work);
    }

    private static <T> T on(ExecutorService thread, Callable<T> work) {
        Future<T> result = thread.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw failure(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case ModelException known -> new ModelException(String.valueOf(known.getMessage()), known);
            case EngineException refused -> new ModelException("libtorch: " + firstLines(refused), refused);
            case Error error -> throw error;
            case RuntimeException other -> other;
            case null, default -> new IllegalStateException("libtorch's thread failed", cause);
        };
    }

    /** What went wrong, without libtorch's own stack. */
    private static String firstLines(EngineException refused) {
        String message = String.valueOf(refused.getMessage());
        int stack = message.indexOf("\nException raised from");
        return stack < 0 ? message : message.substring(0, stack);
    }

    private static Device load() {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            Engine engine = Engine.getEngine("PyTorch");
            JniUtils.setNumThreads(threads());
            JniUtils.setGraphExecutorOptimize(false);
            try (var manager = (PtNDManager) engine.newBaseManager()) {
                return manager.getDevice();
            }
        } catch (EngineException | LinkageError e) {
            throw new ModelException(
                    "libtorch cannot be loaded: the class path needs ai.djl.pytorch:pytorch-native-cpu with the classifier of this"
                            + " machine, such as linux-x86_64, or PYTORCH_LIBRARY_PATH a folder with libtorch",
                    e);
        }
    }

    private static int threads() {
        return threads(System.getProperty(THREADS));
    }

    /** How many share the work: as said, or as many as there are cores. */
    static int threads(@Nullable String said) {
        if (said == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        if (!said.matches("[1-9][0-9]{0,2}")) {
            throw new ModelException("-D%s must be a whole number from 1 to 999, got '%s'".formatted(THREADS, said));
        }
        return Integer.parseInt(said);
    }
}
