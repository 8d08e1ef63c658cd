package good;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Untagged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every kind of value, nullness, choice and constraint that a schema can say. */
@Chute(name = "kinds", tagline = "Kinds of values")
public class Kinds {
    /** How loud; <b>very</b> {@code LOUD} is {@link Volume#LOUD loudest}. It has more to say. */
    public enum Volume {
        QUIET,
        LOUD
    }

    /** A shape in the plane. */
    public sealed interface Shape permits Circle, Polygon {}

    /**
     * All points at one distance.
     *
     * @param radius the distance, in
     *     metres
     */
    public record Circle(@Positive double radius) implements Shape {}

    /** Straight sides. */
    public sealed interface Polygon extends Shape permits Square, Mesh {}

    public record Square(@Min(1) @Max(1000) int side) implements Polygon {}

    public record Mesh(@NotEmpty List<Shape> parts, Optional<Circle> hull) implements Polygon {}

    /**
     * A part of a list.
     *
     * @param items the part
     */
    public record Page<T>(@Size(max = 3) List<T> items, @Nullable T first, Optional<Page<T>> next) {}

    public record Listing(Page<Shape> page) {}

    public record Texts(
            @NotBlank String label,
            @Size(min = 2, max = 5) String code,
            @Pattern(regexp = "[a-z]+(-\\d{1,3})?\\s.") @Pattern(regexp = "a.*") String both,
            @Email String mail,
            Optional<@Size(max = 3) @Pattern(regexp = "(?=.*\\d)[^\\s\\]]+") String> digit) {}

    public record Numbers(
            byte a,
            short b,
            @PositiveOrZero int c,
            long d,
            @DecimalMin(value = "0.5", inclusive = false) @DecimalMax("1e3") float e,
            double f,
            @Negative BigInteger g,
            @Digits(integer = 3, fraction = 4) @Digits(integer = 5, fraction = 2) BigDecimal h,
            @AssertTrue boolean accepted) {}

    public record Formats(UUID id, URI link, Instant at, LocalDate day, Duration length, byte[] data) {}

    public record Nulls(
            @Nullable String text,
            @NotNull Integer number,
            Optional<@Positive Integer> maybe,
            List<@Nullable Volume> volumes,
            Map<String, @Nullable @Size(max = 2) String> names,
            @Nullable Shape shape) {}

    public record Many(
            @NotEmpty Set<@NotBlank String> words,
            @Size(min = 1, max = 2) Map<String, @Min(0) Integer> counts,
            @Size(max = 4) float[] vector,
            int[][] grid,
            String[] lines,
            Set<Nulls> nulls,
            Page<@NotBlank String> texts,
            Page<@Valid Texts> pages) {}

    public record Free(Object any, Optional<Object> maybe, List<Object> several, Map<String, @Nullable Object> named) {}

    /** Told apart by what they are. */
    @Untagged
    public sealed interface Either permits Word, Count, Yes, Words, Counts, Rows, Thing {}

    public record Word(@NotEmpty String word) implements Either {}

    /** @param count how many, never none */
    public record Count(@Positive int count) implements Either {}

    public record Yes(boolean yes) implements Either {}

    /** Several of them. */
    public record Words(@Size(min = 1, max = 3) Set<String> words) implements Either {}

    public record Counts(@NotEmpty List<@Min(0) Long> counts) implements Either {}

    public record Rows(@NotEmpty List<int[]> rows) implements Either {}

    public record Thing(Shape shape) implements Either {}

    public record Eithers(Either one, Optional<Either> maybe, List<Either> many, Word word) {}

    /** Of what is one component itself. */
    @Untagged
    public sealed interface Nested permits Inner, Inners, Marks, Outer.Inner {}

    public record Inner(Word word) implements Nested {}

    public record Inners(@NotEmpty List<Inner> inners) implements Nested {}

    public record Marks(@NotEmpty List<Mark<Duration>> marks) implements Nested {}

    /** Not the other of this name. */
    public interface Outer {
        record Inner(Map<String, Nested> named) implements Nested {}
    }

    @Untagged
    public sealed interface Marked permits Mark {}

    /** Of any type, alone. */
    public record Mark<T>(@NotEmpty List<T> mark) implements Marked {}

    public record Nesting(Nested one, List<Nested> many, Mark<Instant> mark) {}

    @Endpoint
    public Nested nested(Nesting nesting) {
        return nesting.one();
    }

    @Endpoint
    public Either either(Eithers either) {
        return either.one();
    }

    @Endpoint
    public Free free(Free free) {
        return free;
    }

    @Endpoint
    public Shape shape(Shape shape) {
        return shape;
    }

    @Endpoint
    public List<Shape> shapes(Listing listing) {
        return listing.page().items();
    }

    @Endpoint
    public Texts texts(Texts texts) {
        return texts;
    }

    @Endpoint
    public Numbers numbers(Numbers numbers) {
        return numbers;
    }

    @Endpoint
    public Formats formats(Formats formats) {
        return formats;
    }

    @Endpoint
    public Nulls nulls(Nulls nulls) {
        return nulls;
    }

    @Endpoint
    public Stream<Volume> many(Many many) {
        return Stream.of(Volume.values());
    }
}
