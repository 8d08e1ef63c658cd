package io.chutes.platform.server.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A value as it is stored: sealed with AES-256-GCM under a data key of its own, which is wrapped in the same way under a master
 * key. Both are bound to the place of the secret, so that a row that is moved or swapped does not open.
 *
 * @param masterKey the id of the master key
 * @param wrappedKey nonce and wrapped data key
 * @param sealed nonce and sealed value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only stored
record Envelope(String masterKey, byte[] wrappedKey, byte[] sealed) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String VALUE = "chutes secret value";
    private static final String KEY = "chutes secret key";

    static Envelope seal(SecretPlace place, String value, MasterKeys keys) {
        byte[] dataKey = random(KEY_BYTES);
        byte[] sealed = encrypt(
                new SecretKeySpec(dataKey, "AES"), place.boundTo(VALUE), value.getBytes(StandardCharsets.UTF_8));
        return wrap(place, dataKey, sealed, keys);
    }

    /**
     * The value.
     *
     * @throws SecretException if this is not its place, its master key is not there, or anything of it was changed
     */
    String open(SecretPlace place, MasterKeys keys) {
        byte[] value = decrypt(new SecretKeySpec(dataKey(place, keys), "AES"), place.boundTo(VALUE), sealed, place);
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The same value with its data key wrapped under the active master key. */
    Envelope rewrap(SecretPlace place, MasterKeys keys) {
        return wrap(place, dataKey(place, keys), sealed, keys);
    }

    private static Envelope wrap(SecretPlace place, byte[] dataKey, byte[] sealed, MasterKeys keys) {
        String id = keys.active().orElseThrow(() -> new SecretException("There is no master key to keep secrets with"));
        return new Envelope(id, encrypt(masterKey(id, keys), place.boundTo(KEY), dataKey), sealed);
    }

    private byte[] dataKey(SecretPlace place, MasterKeys keys) {
        return decrypt(masterKey(masterKey, keys), place.boundTo(KEY), wrappedKey, place);
    }

    private static SecretKey masterKey(String id, MasterKeys keys) {
        return keys.find(id)
                .orElseThrow(() -> new SecretException("The master key '%s' is not among %s".formatted(id, keys)));
    }

    private static byte[] encrypt(SecretKey key, byte[] boundTo, byte[] plain) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(boundTo);
            byte[] text = cipher.doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + text.length);
            System.arraycopy(text, 0, all, NONCE_BYTES, text.length);
            return all;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no " + CIPHER, e);
        }
    }

    private static byte[] decrypt(SecretKey key, byte[] boundTo, byte[] all, SecretPlace place) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, all, 0, NONCE_BYTES));
            cipher.updateAAD(boundTo);
            return cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SecretException(
                    "What is stored as %s does not open: it was changed, or its key is another".formatted(place), e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }
}
