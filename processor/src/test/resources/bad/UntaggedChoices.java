package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Untagged;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Chute(name = "untagged-choices")
class UntaggedChoices {
    @Untagged
    sealed interface Same {
        record Whole(int whole) implements Same {}

        record Part(double part) implements Same {}
    }

    @Untagged
    sealed interface Empty {
        record Words(List<String> words) implements Empty {}

        record Counts(@NotEmpty List<Integer> counts) implements Empty {}
    }

    @Untagged
    sealed interface Free {
        record Word(String word) implements Free {}

        record Any(Object any) implements Free {}

        record Maybe(Optional<Integer> count) implements Free {}
    }

    @Untagged
    sealed interface Absent {
        record Nothing(@Nullable String text) implements Absent {}
    }

    record Holder(List<Absent.Nothing> several) {}

    @Untagged
    sealed interface Wide {
        record Pair(int left, int right) implements Wide {}
    }

    @Untagged
    sealed interface Outer permits Inner {}

    sealed interface Inner extends Outer {
        record Text(String text) implements Inner {}
    }

    @Untagged // error: @Untagged is for a sealed interface of records: make Open one, or remove it
    interface Open {}

    @Endpoint
    void same(Same in) {} // error: Whole and Part of the @Untagged Same cannot be told apart, as both are a JSON number

    @Endpoint
    void empty(Empty in) {} // error: Words and Counts of the @Untagged Empty cannot be told apart, as both are a JSON array (of several, each must be @NotEmpty

    @Endpoint
    void free(Free in) {} // error: Any of the @Untagged Free may be JSON of several types // error: Maybe of an @Untagged interface cannot be without its count

    @Endpoint
    void absent(Holder in) {} // error: Nothing of an @Untagged interface cannot be without its text: have what holds a Nothing be without

    @Endpoint
    void wide(Wide in) {} // error: Pair is of an @Untagged interface and needs one component, which it is in JSON; it has 2

    @Endpoint
    void outer(Outer in) {} // error: Outer and Inner, which it permits, must both be @Untagged or neither
}
