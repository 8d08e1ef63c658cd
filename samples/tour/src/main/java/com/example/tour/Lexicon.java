package com.example.tour;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The words that are known, safe for use by many threads. */
final class Lexicon {
    private final Map<String, Word> words = new ConcurrentHashMap<>();

    private Lexicon(List<String> inOrder) {
        for (String word : inOrder) {
            words.putIfAbsent(word, new Word(word, words.size() + 1));
        }
    }

    static Lexicon read(Path folder) throws IOException {
        return new Lexicon(Files.readAllLines(folder.resolve("words.txt")));
    }

    Optional<Word> find(String word) {
        return Optional.ofNullable(words.get(word));
    }

    /** The word that follows the last one of a text in the list. */
    Optional<String> after(String text) {
        return find(text.strip().replaceFirst(".*\\s", "")).flatMap(last -> words.values().stream()
                .filter(word -> word.rank() == last.rank() + 1)
                .map(Word::word)
                .findFirst());
    }

    void forget(String word) {
        words.remove(word);
    }

    void clear() {
        words.clear();
    }

    Stream<Token> tokens(Text text) {
        return Stream.of(text.text().strip().split("\\s+")).map(word -> new Token(word, words.containsKey(word)));
    }

    Score score(Text text) {
        List<Token> tokens = tokens(text).toList();
        return new Score((double) tokens.stream().filter(Token::known).count() / tokens.size());
    }
}
