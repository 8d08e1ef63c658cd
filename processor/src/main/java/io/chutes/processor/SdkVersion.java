package io.chutes.processor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this processor, as its build wrote it. */
final class SdkVersion {
    private static final String CURRENT = read();

    private SdkVersion() {}

    static String current() {
        return CURRENT;
    }

    private static String read() {
        try (InputStream in = SdkVersion.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the version of the processor", e);
        }
    }
}
