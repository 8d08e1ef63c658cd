package io.chutes.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** The values of path and query parameters, which come as text. */
final class ParameterText {
    private static final int UNPROCESSABLE = 422;

    private static final Map<Class<?>, Kind> KINDS = Map.ofEntries(
            Map.entry(String.class, new Kind("text", text -> text)),
            Map.entry(Boolean.class, new Kind("true or false", ParameterText::bool)),
            Map.entry(Byte.class, new Kind("an integer from -128 to 127", text -> Byte.valueOf(whole(text)))),
            Map.entry(Short.class, new Kind("an integer of 16 bits", text -> Short.valueOf(whole(text)))),
            Map.entry(Integer.class, new Kind("an integer of 32 bits", text -> Integer.valueOf(whole(text)))),
            Map.entry(Long.class, new Kind("an integer of 64 bits", text -> Long.valueOf(whole(text)))),
            Map.entry(Float.class, new Kind("a number", text -> finite(Float.parseFloat(decimal(text))))),
            Map.entry(Double.class, new Kind("a number", text -> finite(Double.parseDouble(decimal(text))))),
            Map.entry(BigInteger.class, new Kind("an integer", text -> new BigInteger(whole(text)))),
            Map.entry(BigDecimal.class, new Kind("a number", text -> new BigDecimal(decimal(text)))),
            Map.entry(UUID.class, new Kind("a UUID", ParameterText::uuid)),
            Map.entry(URI.class, new Kind("a URI with a scheme", ParameterText::uri)),
            Map.entry(LocalDate.class, new Kind("a date such as 2026-01-31", LocalDate::parse)),
            Map.entry(Instant.class, new Kind("a date-time such as 2026-01-31T12:00:00Z", Instant::parse)),
            Map.entry(Duration.class, new Kind("a duration such as PT5M", Duration::parse)));

    private ParameterText() {}

    /**
     * The value of a text.
     *
     * @param place where it stands, such as {@code query}
     * @throws ProblemException of status 422 if it is none
     */
    static <T> T value(String place, String name, String text, Class<T> type) {
        Kind kind = type.isEnum() ? constants(type) : KINDS.get(type);
        if (kind == null) {
            throw new IllegalArgumentException("no parameter can be a " + type.getName());
        }
        try {
            return type.cast(kind.reader.apply(text));
        } catch (IllegalArgumentException | DateTimeException notOfThisKind) {
            throw misfit(place, name, "format", "must be %s, got '%s'".formatted(kind.noun, Faults.shortened(text)));
        }
    }

    /** A parameter that must be there and is not. */
    static ProblemException missing(String place, String name) {
        return misfit(place, name, "required", "is missing");
    }

    static ProblemException misfit(String place, String name, String rule, String message) {
        String pointer = Place.ROOT.at(place).at(name).toString();
        return new ProblemException(
                UNPROCESSABLE,
                "The %s parameter %s %s".formatted(place, name, message),
                List.of(new Problem.FieldError(pointer, rule, message)));
    }

    private static Kind constants(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(Json.MAPPER.convertValue(constant, String.class), constant);
        }
        return new Kind("one of " + constants.keySet(), text -> {
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException(text);
            }
            return constant;
        });
    }

    private static Boolean bool(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException(text);
    }

    /** An integer as JSON writes it: no plus, no digits but these. */
    private static String whole(String text) {
        if (text.length() > Json.MAX_NUMBER_LENGTH || !text.matches("-?[0-9]+")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    /** A number as JSON writes it: no spaces, no hexadecimal digits, no type suffix. */
    private static String decimal(String text) {
        if (text.length() > Json.MAX_NUMBER_LENGTH || !text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static double finite(double number) {
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException("too large");
        }
        return number;
    }

    private static float finite(float number) {
        if (Float.isInfinite(number)) {
            throw new IllegalArgumentException("too large");
        }
        return number;
    }

    private static URI uri(String text) {
        URI uri = URI.create(text);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException(text);
        }
        return uri;
    }

    private static UUID uuid(String text) {
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException(text);
        }
        return uuid;
    }

    private record Kind(String noun, Function<String, Object> reader) {}
}
