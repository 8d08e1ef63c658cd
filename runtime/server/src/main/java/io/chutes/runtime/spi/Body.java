package io.chutes.runtime.spi;

import java.util.List;
import java.util.Map;

/**
 * The body of a request. Where it cannot be read as asked, the call ends with 400 (not JSON), 415 (another media type), 413 (too
 * large) or 422 (JSON of another shape), and the caller learns which part is wrong.
 */
public interface Body {
    /** The JSON body as a record, sealed interface, enum, string, number or boolean. */
    <T> T body(Class<T> type);

    /** The JSON body as a list of such. */
    <T> List<T> list(Class<T> element);

    /** The JSON body as an object whose values are such. */
    <T> Map<String, T> map(Class<T> value);

    /** The body as text, in the charset its media type names or UTF-8. */
    String text();

    /** The body as bytes. */
    byte[] bytes();
}
