package io.chutes.platform.weights;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Tasks side by side: the first that fails ends the others. */
final class Together {
    private Together() {}

    /** Returns once all are done, or one has failed and the others are over. */
    static void run(List<? extends Callable<?>> tasks) throws InterruptedException, ExecutionException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var ended = new ExecutorCompletionService<@Nullable Object>(executor);
            for (Callable<?> task : tasks) {
                ended.submit(task::call);
            }
            try {
                for (int i = 0; i < tasks.size(); i++) {
                    ended.take().get();
                }
            } catch (InterruptedException | ExecutionException e) {
                executor.shutdownNow();
                throw e;
            }
        }
    }
}
