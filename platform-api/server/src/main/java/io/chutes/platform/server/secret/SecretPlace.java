package io.chutes.platform.server.secret;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Where a secret belongs. What is sealed for one place does not open in another.
 *
 * @param accountId its owner
 * @param chute the only chute that is given it, {@value #EVERY_CHUTE} for all of the account's
 * @param name its name
 */
record SecretPlace(long accountId, String chute, String name) {
    static final String EVERY_CHUTE = "";

    /** The place as bytes that no other place and no other purpose has. */
    byte[] boundTo(String purpose) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(purpose);
            out.writeLong(accountId);
            out.writeUTF(chute);
            out.writeUTF(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
