package io.chutes.platform.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JvmOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx4g",
                "-XX:+UseZGC",
                "-Dname=a b",
                "-XX:OnError=kill -9 %p",
                "-Xlog:gc:file=a b",
                "-da",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-javaagent:agent.jar",
                "-showversion"
            })
    void allowsWhatLeavesTheRuntimeTheOneThatStarts(String option) {
        assertThat(JvmOptions.objection(option)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Main, main class",
        "@file, main class",
        "'', main class",
        "-, main class",
        "- x, main class",
        "-cp, other than the runtime",
        "-classpath, other than the runtime",
        "--class-path=x, other than the runtime",
        "-jar, other than the runtime",
        "--module=x, other than the runtime",
        "-version, other than the runtime",
        "--version, other than the runtime",
        "-help, other than the runtime",
        "-fullversion, other than the runtime",
        "--full-version, other than the runtime",
        "-Xinternalversion, other than the runtime",
        "--source=21, other than the runtime",
        "-?, other than the runtime",
        "--add-opens, has no value",
        "-p, has no value",
        "-Xmx1g -Xms1g, has a space",
        "-XX:+UseZGC -ea, has a space",
    })
    void objectsToTheRest(String option, String why) {
        assertThat(JvmOptions.objection(option))
                .hasValueSatisfying(text -> assertThat(text).contains(why));
    }
}
