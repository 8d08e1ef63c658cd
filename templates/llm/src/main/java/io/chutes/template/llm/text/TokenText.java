package io.chutes.template.llm.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * The text of tokens as they come: what a tokenizer decodes all of them to, in parts that never end within a character. Not for two threads.
 */
public final class TokenText {
    private static final int CONTINUES = 0x80;
    private static final int TWO = 0xC0;
    private static final int THREE = 0xE0;
    private static final int FOUR = 0xF0;
    private static final int NONE = 0xF8;

    private final Vocabulary vocabulary;
    private byte[] held = {};
    private boolean begun;

    private TokenText(Vocabulary vocabulary, boolean begun) {
        this.vocabulary = vocabulary;
        this.begun = begun;
    }

    /** Of no tokens yet, where a text begins. */
    public static TokenText beginning(Vocabulary vocabulary) {
        return new TokenText(vocabulary, false);
    }

    /** Of no tokens yet, within a text: a first space is its own. */
    public static TokenText continuing(Vocabulary vocabulary) {
        return new TokenText(vocabulary, true);
    }

    /** What a token adds, without a last character that is not whole yet. */
    public String add(int token) {
        byte[] added = vocabulary.bytes(token);
        if (!begun && added.length > 0) {
            begun = true;
            if (vocabulary.stripsFirstSpace() && added[0] == ' ') {
                added = Arrays.copyOfRange(added, 1, added.length);
            }
        }
        var all = new ByteArrayOutputStream(held.length + added.length);
        all.writeBytes(held);
        all.writeBytes(added);
        byte[] bytes = all.toByteArray();
        int whole = bytes.length - unfinished(bytes);
        held = Arrays.copyOfRange(bytes, whole, bytes.length);
        return new String(bytes, 0, whole, UTF_8);
    }

    /** What is left when no token follows: a replacement character for bytes that are none. */
    public String end() {
        String rest = new String(held, UTF_8);
        held = new byte[0];
        return rest;
    }

    /** How many bytes at the end begin a character that more may finish. */
    private static int unfinished(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int value = bytes[bytes.length - back] & 0xFF;
            if (value < CONTINUES) {
                return 0;
            }
            if (value >= TWO) {
                int length = value >= NONE ? 1 : value >= FOUR ? 4 : value >= THREE ? 3 : 2;
                return length > back ? back : 0;
            }
        }
        return 0;
    }
}
