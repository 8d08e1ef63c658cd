package io.chutes.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.chutes.processor.PortablePattern.Portable;
import io.chutes.processor.PortablePattern.Refused;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortablePatternTest {
    private static final List<String> TEXTS = List.of(
            "", "a", "b", "ab", "aab", "aaab", "abab", "A", "1", "12", "123", "a1", "1a", "-", "a-b", "a.b", "a b",
            "a\tb", "a\nb", "a\n", "a\r", "a\u0085", "a\u2028", "\n", "\u0085", "\u00a0", "\ufeff", "\u000b", "\u001c",
            "[", "]", "[a]", "{", "}", "{a}", "^", "$", "a$", "^a", "/", "a/b", "\\", "_", "\u00e9", "\u0661", "@",
            "a@b", "\"", "&", "a&&b", "#", " ", "x=y", "|", "+1");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "^a$",
                "^a",
                "a$",
                "^a|b$",
                "a|ab|aab",
                "a*b",
                "a+?b",
                "a{2}b",
                "a{1,}b",
                "a{0,2}b",
                "(ab)+",
                "(?:a|b)+",
                ".",
                "a.",
                ".*",
                "a\\.b",
                "\\d+",
                "\\D",
                "\\w+",
                "\\W",
                "\\s",
                "\\S+",
                "a\\sb",
                "[abc]+",
                "[^a]",
                "[a-z0-9]+",
                "[\\d-]+",
                "[\\w\\s-']+",
                "[\\w-.]+",
                "[a\\d-z]+",
                "[\\w.]+",
                "[-a]+",
                "[a-]+",
                "[\\s]",
                "[^\\s]",
                "[\\]\\[]",
                "[$^]+",
                "[.]",
                "[+|]",
                "\\[a\\]",
                "\\{a\\}",
                "]",
                "\\^a",
                "a\\$",
                "(?=.*\\d)\\w+",
                "(?!a).*",
                "\\u0061",
                "\\x61",
                "[\\u0061-\\u0063]",
                "\\/",
                "a/b",
                "\\@",
                "a\\@b",
                "\\\"",
                "\\-",
                "\\t|\\n|\\r",
                "\\\\",
                "\u00e9",
                "[\u00e9a]",
                "a&&b",
                "#",
                "x=y",
                "a@b",
            })
    void findsWhatJavaMatches(String regexp) {
        assertThat(PortablePattern.of(regexp)).isInstanceOfSatisfying(Portable.class, portable -> {
            for (String text : TEXTS) {
                assertThat(EcmaScript.finds(portable.pattern(), text))
                        .as("%s as %s in %s", regexp, portable.pattern(), text)
                        .isEqualTo(Pattern.compile(regexp).matcher(text).matches());
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a++", "a*+", "a?+", "a{1}+", "(?i)a", "(?<n>a)", "(?<=a)b", "(?=a)*b", "[a-\\d]", "(?>a)", "\\bx",
                "\\Aa", "a\\z", "\\Qa\\E", "\\p{L}", "\\h", "\\R", "\\1", "(a)\\1", "[a[b]]", "[a&&b]", "[^\\S]",
                "[\\D]", "a$b", "(^a)", "\\0101", "\\x{61}", "\\ud83d", "\\cA", "\\e", "(", "[", "a{", "[]a]", "^*a",
                "^?a", "{2}a", "a{2}{3}",
            })
    void refusesWhatIsNotTheSameInBoth(String regexp) {
        assertThat(PortablePattern.of(regexp)).isInstanceOf(Refused.class);
    }
}
