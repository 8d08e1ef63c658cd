package io.chutes.runtime.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.chutes.annotation.ProblemException;
import io.chutes.runtime.spi.Body;
import java.util.List;
import java.util.Map;

/** Texts for bodies, results and problems. */
final class PlainFormat implements JobFormat {
    @Override
    public Body body(JobSubmission job) {
        return new Text(job.body());
    }

    @Override
    public String result(Object result) {
        return result.toString();
    }

    @Override
    public Failure failure(Throwable thrown, JobSubmission job, int attempt) {
        boolean lasting = thrown instanceof ProblemException problem && problem.status() < 500;
        return new Failure(String.valueOf(thrown.getMessage()), lasting);
    }

    private record Text(String text) implements Body {
        @Override
        public byte[] bytes() {
            return text.getBytes(UTF_8);
        }

        @Override
        public <T> T body(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> List<T> list(Class<T> element) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> Map<String, T> map(Class<T> value) {
            throw new UnsupportedOperationException();
        }
    }
}
