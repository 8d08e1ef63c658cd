package io.chutes.testing;

import io.chutes.annotation.BatchResult;
import io.chutes.annotation.Batched;
import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.ProblemException;
import io.chutes.annotation.Scaling;
import java.util.List;

/** A chute whose endpoints are hard to tell from its other methods, and whose types stand in its superclass only as letters. */
@Chute(name = "catalogue")
@Scaling(concurrency = 4)
class Catalogue extends Shelf<Catalogue.Book> {
    sealed interface Entry {
        record Page(int number) implements Entry {}

        record Cover() implements Entry {}
    }

    record Book(String title) {}

    @Override
    Book overridden(Book one) {
        return new Book(one.title() + "!");
    }

    @Override
    String at(String place) {
        return "at " + place;
    }

    /** No endpoint, though one has its name. */
    Book first(Book one) {
        return one;
    }

    @Endpoint
    List<Entry> turned(List<Entry> entries) {
        return entries.reversed();
    }

    @Endpoint
    @Batched(maxSize = 4, maxWait = "1ms")
    List<Book> batch(List<Book> books) {
        return books.stream().map(book -> new Book(book.title() + "*")).toList();
    }

    @Endpoint
    @Batched(maxSize = 4, maxWait = "1ms")
    List<BatchResult<Book>> restored(List<Book> books) {
        return books.stream().map(Catalogue::restored).toList();
    }

    private static BatchResult<Book> restored(Book book) {
        return book.title().isEmpty()
                ? BatchResult.failed(new ProblemException(422, "a book without a title"))
                : BatchResult.of(new Book(book.title() + "!"));
    }
}
