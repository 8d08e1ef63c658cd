package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Chute(name = "unsayable")
class UnsayableConstraints {
    @Constraint(validatedBy = {})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Even {
        String message() default "";

        Class<?>[] groups() default {};

        Class<? extends Payload>[] payload() default {};
    }

    interface Group {}

    record Moment(@Past Instant at) {}

    record Custom(@Even int number) {}

    record Message(@Size(max = 3, message = "short!") String text) {}

    record Grouped(@NotBlank(groups = Group.class) String text) {}

    record Flags(@Pattern(regexp = "a", flags = Pattern.Flag.CASE_INSENSITIVE) String text) {}

    record Possessive(@Pattern(regexp = "a++b") String text) {}

    record Boundary(@Pattern(regexp = "\\bword") String text) {}

    record Broken(@Pattern(regexp = "(a") String text) {}

    record Mail(@Email(regexp = "a@b") String text) {}

    record WrongKind(@Min(1) String text) {}

    record Id(@NotBlank UUID id) {}

    record Around(@Size(max = 1) Optional<String> text) {}

    record Keys(Map<@NotBlank String, String> map) {}

    record Lines(@NotBlank String[] lines) {}

    record Method(int a) {
        @AssertTrue
        boolean isOdd() {
            return a % 2 == 1;
        }
    }

    record Never(@Min(3) @Max(2) int number) {}

    record Decimal(@DecimalMin("one") double number) {}

    record Digit(@Digits(integer = -1, fraction = 0) int number) {}

    record Primitive(@Nullable int number) {}

    record Twice(@Nullable Optional<String> text) {}

    @Endpoint
    void moment(Moment in) {} // error: @Past on Moment.at cannot be said in JSON Schema for this type: remove it, and check it in the constructor or the method

    @Endpoint
    void custom(Custom in) {} // error: @Even on Custom.number cannot be said in JSON Schema for a number

    @Endpoint
    void message(Message in) {} // error: message of @Size on Message.text would have no effect: remove it

    @Endpoint
    void grouped(Grouped in) {} // error: groups of @NotBlank on Grouped.text would have no effect: remove it

    @Endpoint
    void flags(Flags in) {} // error: @Pattern on Flags.text must be without flags, which JSON Schema has not: write [aA] for both cases

    @Endpoint
    void possessive(Possessive in) {} // error: @Pattern on Possessive.text has '++' in 'a++b', which is not the same in every language

    @Endpoint
    void boundary(Boundary in) {} // error: @Pattern on Boundary.text has '\b' in '\bword'

    @Endpoint
    void broken(Broken in) {} // error: @Pattern on Broken.text is no regular expression: Unclosed group in '(a'

    @Endpoint
    void mail(Mail in) {} // error: @Email on Mail.text must be without regexp and flags: write them as @Pattern

    @Endpoint
    void wrongKind(WrongKind in) {} // error: @Min on WrongKind.text cannot be said in JSON Schema for a String

    @Endpoint
    void id(Id in) {} // error: @NotBlank on Id.id cannot be said in JSON Schema for this type

    @Endpoint
    void around(Around in) {} // error: @Size on Around.text cannot be said in JSON Schema for an Optional (write it on what is inside, as Optional<@Size …>)

    @Endpoint
    void keys(Keys in) {} // error: Keys.map has an annotation on the keys of a map, which may be any text: remove it

    @Endpoint
    void lines(Lines in) {} // error: @NotBlank on Lines.lines cannot be said in JSON Schema for a list, set or array

    @Endpoint
    void method(Method in) {} // error: @AssertTrue on Method.isOdd cannot be said in JSON Schema, which runs no code: check it in the constructor of Method

    @Endpoint
    void never(Never in) {} // error: No value fits what is written on Never.number

    @Endpoint
    void decimal(Decimal in) {} // error: @DecimalMin on Decimal.number must have a decimal number as its value, got 'one'

    @Endpoint
    void digit(Digit in) {} // error: @Digits on Digit.number must have 0 to 300 digits, got integer = -1, fraction = 0

    @Endpoint
    void primitive(Primitive in) {} // error: Primitive.number is of a primitive type, which is never null: remove @Nullable

    @Endpoint
    void twice(Twice in) {} // error: Twice.text is an Optional, which says enough: remove @Nullable

    @Endpoint
    @NotEmpty
    List<String> answer() { // error: A constraint on an answer is checked by nobody: remove it, or write it in the answer's record
        return List.of();
    }

    @Endpoint
    void text(@NotBlank String text) {} // error: @NotBlank is not enforced on a body of text or bytes: take it in a body record, or check it in the method

    @Endpoint
    void whole(@Nullable Never2 body) {} // error: A whole body or answer cannot be null: remove @Nullable from it

    record Between(@DecimalMin("1.2") @DecimalMax("1.8") int number) {}

    @Endpoint
    void between(Between in) {} // error: No value fits what is written on Between.number

    record Made(int a) {
        Made(@Min(1) int a) {
            this.a = a;
        }
    }

    @Endpoint
    void made(Made in) {} // error: @Min on a parameter of Made.new has no effect: write it on the component

    @Endpoint
    @NotBlank
    String said() { // error: A constraint on an answer is checked by nobody
        return "";
    }

    record Never2(@NotNull @Positive int number) {}
}
