package io.chutes.benchmark;

import io.chutes.runtime.spi.Routes.Handler;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * From a request to the method of a chute: by the routes that the processor wrote, against {@link Method#invoke}, against the
 * call as a person would write it. All three take the body from the same request, already read.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class Dispatch {
    private final Adder adder = new Adder();
    private final ReadRequest request = new ReadRequest(new Adder.Sum(3, 4));
    private final Handler<?> route = endpoint("/add");
    private final Method method = method();

    /** As generated. */
    @Benchmark
    public Object generatedRoute() throws Exception {
        return Objects.requireNonNull(route.handle(request));
    }

    /** As a framework does that finds methods by reflection. */
    @Benchmark
    public Object methodInvoke() throws Exception {
        return Objects.requireNonNull(method.invoke(adder, request.body(Adder.Sum.class)));
    }

    /** As written by hand. */
    @Benchmark
    public Object directCall() {
        return adder.add(request.body(Adder.Sum.class));
    }

    /** Runs the three in one go. */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder().include(Dispatch.class.getSimpleName()).build()).run();
    }

    private Handler<?> endpoint(String path) {
        var endpoints = new CollectedEndpoints();
        new AdderRoutes(adder).register(endpoints);
        return endpoints.at(path);
    }

    private static Method method() {
        try {
            return Adder.class.getDeclaredMethod("add", Adder.Sum.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
