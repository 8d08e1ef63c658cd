package io.chutes.processor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chutes.processor.SchemaPart.Kind;
import java.math.BigDecimal;
import java.util.Optional;

/** The schemas of the types that are one JSON string, number or boolean. */
final class Scalars {
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";

    /** RFC 3339, less what Java cannot hold: leap seconds, parts of a nanosecond, offsets of 18 hours and more. */
    private static final String INSTANT =
            "^" + DATE + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])$";

    /** Not the format "duration", which has no parts of a second, no signs, and years and months of no fixed length. */
    private static final String DURATION =
            "^P(?=[T0-9-])(-?[0-9]{1,12}D)?(T(?=[0-9-])(-?[0-9]{1,14}H)?(-?[0-9]{1,16}M)?(-?[0-9]{1,17}(\\.[0-9]{1,9})?S)?)?$";

    private static final String URI_CHARACTERS = "[A-Za-z0-9._~!$&'()*+,;=:@/?%-]";

    /** RFC 3986 with a scheme, less addresses in brackets. */
    private static final String URI = "^[A-Za-z][A-Za-z0-9+.-]*:(?!//$)(?!.*%(?![0-9A-Fa-f]{2}))" + URI_CHARACTERS
            + "+(#" + URI_CHARACTERS + "*)?$";

    private static final String UUID = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$";
    private static final String BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";

    private Scalars() {}

    /** The schema of a class by its qualified name, if it is a scalar. */
    static Optional<SchemaPart> of(String className) {
        return Optional.ofNullable(
                switch (className) {
                    case "java.lang.String" -> new SchemaPart(Kind.TEXT, type("string"));
                    case "java.lang.Boolean" -> new SchemaPart(Kind.BOOLEAN, type("boolean"));
                    case "java.lang.Byte" -> integer("int8", Byte.MIN_VALUE, Byte.MAX_VALUE);
                    case "java.lang.Short" -> integer("int16", Short.MIN_VALUE, Short.MAX_VALUE);
                    case "java.lang.Integer" -> integer("int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
                    case "java.lang.Long" -> integer("int64", Long.MIN_VALUE, Long.MAX_VALUE);
                    case "java.lang.Float" -> fraction("float", new BigDecimal(Float.toString(Float.MAX_VALUE)));
                    case "java.lang.Double" -> fraction("double", new BigDecimal(Double.toString(Double.MAX_VALUE)));
                    case "java.math.BigInteger" -> new SchemaPart(Kind.NUMBER, type("integer"));
                    case "java.math.BigDecimal" -> new SchemaPart(Kind.NUMBER, type("number"));
                    case "java.util.UUID" -> text("uuid", UUID);
                    case "java.net.URI" -> text("uri", URI);
                    case "java.time.Instant" -> text("date-time", INSTANT);
                    case "java.time.LocalDate" -> text("date", "^" + DATE + "$");
                    case "java.time.Duration" ->
                        new SchemaPart(Kind.OTHER, type("string").put("pattern", DURATION));
                    default -> null;
                });
    }

    static SchemaPart base64() {
        return new SchemaPart(
                Kind.OTHER, type("string").put("contentEncoding", "base64").put("pattern", BASE64));
    }

    private static SchemaPart integer(String format, long least, long greatest) {
        return new SchemaPart(
                Kind.NUMBER,
                type("integer").put("format", format).put("minimum", least).put("maximum", greatest));
    }

    private static SchemaPart fraction(String format, BigDecimal greatest) {
        return new SchemaPart(
                Kind.NUMBER,
                type("number")
                        .put("format", format)
                        .put("minimum", greatest.negate())
                        .put("maximum", greatest));
    }

    private static SchemaPart text(String format, String pattern) {
        return new SchemaPart(Kind.OTHER, type("string").put("format", format).put("pattern", pattern));
    }

    private static ObjectNode type(String name) {
        return SchemaPart.object().put("type", name);
    }
}
