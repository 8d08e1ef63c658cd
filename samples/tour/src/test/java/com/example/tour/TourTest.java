package com.example.tour;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.chutes.annotation.Reply;
import io.chutes.client.ChuteClient;
import io.chutes.client.ChuteProblemException;
import io.chutes.client.Uploads;
import io.chutes.testing.ChuteTest;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@ChuteTest(value = Tour.class, secrets = "TOUR_SIGNING_KEY=secret", weights = "words=src/test/resources/words")
class TourTest {
    @Test
    void looksAWordUp(TourClient tour) {
        assertEquals(new Word("OF", 2), tour.word("of", Optional.of(true)));
        assertEquals(
                404,
                assertThrows(ChuteProblemException.class, () -> tour.word("zebra", Optional.empty()))
                        .status());
    }

    @Test
    void ratesTextsTogether(TourClient tour) {
        List<CompletableFuture<Score>> scores = IntStream.range(0, 8)
                .mapToObj(n -> tour.scoreAsync(new Text(n % 2 == 0 ? "the word" : "the zebra")))
                .toList();

        for (int n = 0; n < scores.size(); n++) {
            assertEquals(new Score(n % 2 == 0 ? 1 : 0.5), scores.get(n).join());
        }
    }

    @Test
    void refusesWhatTheConstraintsForbid(TourClient tour) {
        var problem = assertThrows(ChuteProblemException.class, () -> tour.score(new Text(" ")));

        assertEquals(422, problem.status());
        assertEquals("/text", problem.errors().get(0).pointer());
    }

    @Test
    void streamsTokens(TourClient tour) {
        try (var tokens = tour.tokens(new Text("the zebra"))) {
            assertEquals(List.of(new Token("the", true), new Token("zebra", false)), tokens.toList());
        }
    }

    @Test
    void completesAtOnceOrLetterByLetter(TourClient tour) {
        assertEquals(Reply.whole(new Completion("of")), tour.complete(new Prompt("by the", false)));

        Reply<Completion, Completion> reply = tour.complete(new Prompt("by the", true));
        try (var letters = assertInstanceOf(Reply.Streamed.class, reply).events()) {
            assertEquals(List.of(new Completion("o"), new Completion("f")), letters.toList());
        }
    }

    @Test
    void takesEitherShape(TourClient tour) {
        assertEquals(new Area(6), tour.area(new Shape.Rectangle(2, 3)));
        assertEquals(new Area(Math.PI), tour.area(new Shape.Circle(1)));
    }

    @Test
    void drawsAPicture(TourClient tour) throws IOException {
        try (var picture = tour.picture(new Shape.Circle(1))) {
            assertEquals("image/svg+xml", picture.contentType());
            assertArrayEquals(new Shape.Circle(1).svg(), picture.stream().readAllBytes());
        }
    }

    @Test
    void signsAnUpload(TourClient tour) {
        assertEquals(
                1_000_000,
                tour.sign(Uploads.of("video/mp4", new byte[1_000_000])).bytes());
    }

    @Test
    void greetsInPlainText(TourClient tour) {
        assertEquals("Welcome, Duke!", tour.greet("Duke"));
    }

    @Test
    void handsCallsToTheEngine(TourClient tour) throws IOException {
        try (var answer = tour.echo(Uploads.of("text/plain", "hello".getBytes(UTF_8)))) {
            assertArrayEquals("hello".getBytes(UTF_8), answer.stream().readAllBytes());
        }
    }

    @Test
    @Timeout(30)
    void reportsInItsOwnTime(ChuteClient chute) {
        Started job =
                chute.call("/_chute/jobs/report", List.of(new Text("the word"), new Text("the zebra")), Started.class);

        while (!job.isOver()) {
            job = chute.get("/_chute/jobs/{id}").path("id", job.id()).read(Started.class);
        }

        assertEquals("succeeded", job.state());
        assertEquals(Optional.of(new Report(2, 0.75)), job.result());
    }

    /** A job, as far as this test asks. */
    record Started(String id, String state, Optional<Report> result) {
        boolean isOver() {
            return !List.of("queued", "running").contains(state);
        }
    }

    @Test
    void forgetsAWord(TourClient tour) {
        tour.forget("and");

        assertEquals(
                404,
                assertThrows(ChuteProblemException.class, () -> tour.word("and", Optional.empty()))
                        .status());
    }
}
