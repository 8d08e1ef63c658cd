package io.chutes.benchmark;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/** Source texts of chutes as somebody would write them: five endpoints each, a record in and a record out. */
final class ChuteSources {
    private static final int ENDPOINTS = 5;

    private ChuteSources() {}

    static List<JavaFileObject> of(int chutes) {
        return IntStream.range(0, chutes)
                .mapToObj(n -> new Source("bench/Chute" + n + ".java", chute(n)))
                .collect(Collectors.toUnmodifiableList());
    }

    private static String chute(int number) {
        String endpoints =
                IntStream.range(0, ENDPOINTS).mapToObj(ChuteSources::endpoint).collect(Collectors.joining("\n"));
        return """
                package bench;

                import io.chutes.annotation.Chute;
                import io.chutes.annotation.Endpoint;
                import io.chutes.annotation.Gpu;
                import java.util.ArrayList;
                import java.util.List;

                /** Finds words in texts. */
                @Chute(name = "chute-%d", tagline = "Number %d")
                @Gpu(minVramGb = 16)
                class Chute%d {
                %s
                }
                """.formatted(number, number, number, endpoints);
    }

    private static String endpoint(int number) {
        return """
                    /** Where to look, and for what. */
                    record Question%d(String text, List<String> words, int limit, double weight) {}

                    /** One place. */
                    record Hit%d(String word, int position, double score) {}

                    /** All places. */
                    record Answer%d(List<Hit%d> hits, boolean complete) {}

                    @Endpoint(path = "/find-%d", summary = "Finds words")
                    Answer%d find%d(Question%d question) {
                        List<Hit%d> hits = new ArrayList<>();
                        for (String word : question.words()) {
                            for (int at = question.text().indexOf(word); at >= 0; at = question.text().indexOf(word, at + 1)) {
                                if (hits.size() == question.limit()) {
                                    return new Answer%d(hits, false);
                                }
                                hits.add(new Hit%d(word, at, question.weight() * word.length()));
                            }
                        }
                        return new Answer%d(hits, true);
                    }
                """.replace("%d", Integer.toString(number));
    }

    /** A source file in memory. */
    static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String path, String text) {
            super(URI.create("memory:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
