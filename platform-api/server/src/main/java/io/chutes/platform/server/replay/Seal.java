package io.chutes.platform.server.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.chutes.platform.api.PlatformJson;
import io.chutes.platform.server.web.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Closes replies so that only the platform together with whoever made the request can open them: AES-GCM under a key of both. */
final class Seal {
    private static final String MAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int TAG_BITS = 128;
    private static final int NONCE = 12;

    private final SecretKeySpec secret;
    private final SecureRandom random = new SecureRandom();

    Seal(byte[] secret) {
        this.secret = new SecretKeySpec(secret, MAC);
    }

    /** What stands for a text that is not to be stored. */
    byte[] name(String text) {
        return mac("name\n" + text);
    }

    byte[] close(String key, Reply reply) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, key, nonce)
                    .doFinal(PlatformJson.mapper().writeValueAsBytes(reply));
            byte[] all = Arrays.copyOf(nonce, NONCE + closed.length);
            System.arraycopy(closed, 0, all, NONCE, closed.length);
            return all;
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("Could not seal a reply", e);
        }
    }

    Reply open(String key, byte[] closed) {
        try {
            byte[] nonce = Arrays.copyOf(closed, NONCE);
            byte[] open = cipher(Cipher.DECRYPT_MODE, key, nonce).doFinal(closed, NONCE, closed.length - NONCE);
            return PlatformJson.mapper().readValue(open, Reply.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("A stored reply does not open: was the platform's pepper changed?", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Cipher cipher(int mode, String key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(mac("seal\n" + key), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(secret);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + MAC, e);
        }
    }
}
