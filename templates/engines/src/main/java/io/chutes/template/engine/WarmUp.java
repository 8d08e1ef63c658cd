package io.chutes.template.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Work as many callers at once give it as the chute will ever have. */
final class WarmUp {
    private WarmUp() {}

    /** The results of so many at once, as they come; the first that fails is thrown, and the others are interrupted. */
    static <T> List<T> atOnce(int callers, Callable<T> work) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ExecutorCompletionService<T>(executor);
            List<T> results = new ArrayList<>();
            try {
                for (int i = 0; i < callers; i++) {
                    var _ = done.submit(work);
                }
                while (results.size() < callers) {
                    results.add(done.take().get());
                }
                return results;
            } finally {
                executor.shutdownNow();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
