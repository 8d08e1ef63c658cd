package io.chutes.runtime.batch;

import io.chutes.annotation.BatchResult;
import io.chutes.annotation.ProblemException;
import io.chutes.runtime.spi.Routes.BatchHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chute's method, called once for all calls of a batch; each of them gets its answer or a problem. */
final class BatchRun<I> {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);
    private static final int INTERNAL_ERROR = 500;

    private final String endpoint;
    private final BatchHandler<I> handler;

    BatchRun(String endpoint, BatchHandler<I> handler) {
        this.endpoint = endpoint;
        this.handler = handler;
    }

    /** Whatever the method throws ends here: no call may wait for ever. */
    void answer(List<Seat<I>> seats) {
        try {
            distribute(seats, handler.handle(requests(seats)));
        } catch (ProblemException problem) {
            seats.forEach(seat -> seat.fail(problem));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("{} was interrupted, as nobody waited for its batch any more, requests {}", endpoint, ids(seats));
            failAll(seats);
        } catch (Throwable thrown) {
            LOG.error("{} failed for a batch of {}, requests {}", endpoint, seats.size(), ids(seats), thrown);
            failAll(seats);
        }
    }

    private void distribute(List<Seat<I>> seats, @Nullable List<?> returned) {
        List<?> answers = returned == null ? List.of() : new ArrayList<>(returned);
        if (answers.size() != seats.size()) {
            LOG.error(
                    "{} returned {} for a batch of {}, and must return one answer for each request, in order; requests {}",
                    endpoint,
                    returned == null ? "null" : answers.size() + " answers",
                    seats.size(),
                    ids(seats));
            failAll(seats);
            return;
        }
        for (int i = 0; i < seats.size(); i++) {
            Seat<I> seat = seats.get(i);
            switch (answers.get(i)) {
                case null -> {
                    LOG.error("{} returned null as answer {} of its batch, request {}", endpoint, i, seat.requestId());
                    seat.fail(failed());
                }
                case BatchResult.Answered<?>(Object answer) -> seat.answer(answer);
                case BatchResult.Failed<?>(ProblemException problem) -> seat.fail(problem);
                case BatchResult.Failed<?>(Exception cause) -> {
                    LOG.error("{} failed for one call of its batch, request {}", endpoint, seat.requestId(), cause);
                    seat.fail(failed());
                }
                case Object answer -> seat.answer(answer);
            }
        }
    }

    private void failAll(List<Seat<I>> seats) {
        ProblemException problem = failed();
        seats.forEach(seat -> seat.fail(problem));
    }

    private static ProblemException failed() {
        return new ProblemException(INTERNAL_ERROR, "The chute failed; its log has the reason under this request id");
    }

    private static <I> List<I> requests(List<Seat<I>> seats) {
        List<I> requests = new ArrayList<>();
        seats.forEach(seat -> requests.add(seat.request()));
        return Collections.unmodifiableList(requests);
    }

    private static <I> List<String> ids(List<Seat<I>> seats) {
        return seats.stream().map(Seat::requestId).toList();
    }
}
