package io.chutes.platform.server.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that secrets are wrapped with, by id: new ones with the first, the active one; those of the others can still be opened.
 * Written {@code <id>:<Base64 of 32 bytes>}, one a line.
 */
public final class MasterKeys {
    /** The variable that holds keys. */
    public static final String VARIABLE = "CHUTES_MASTER_KEYS";

    /** The variable that names a file of keys. */
    public static final String FILE_VARIABLE = "CHUTES_MASTER_KEYS_FILE";

    private static final int BYTES = 32;
    private static final Pattern LINE = Pattern.compile("(?<id>[A-Za-z0-9._-]{1,64}):(?<key>[A-Za-z0-9+/]{43}=)");
    private static final Set<PosixFilePermission> OWNERS =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Map<String, SecretKey> keys;

    private MasterKeys(Map<String, SecretKey> keys) {
        this.keys = keys;
    }

    /** No keys: such a platform keeps no secrets. */
    public static MasterKeys none() {
        return new MasterKeys(Map.of());
    }

    /** A key line with a new key. */
    public static String generate(String id) {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return id + ":" + Base64.getEncoder().encodeToString(key);
    }

    /**
     * The keys of an environment: in {@value #VARIABLE}, or in the file that {@value #FILE_VARIABLE} names; none if it has neither.
     *
     * @throws SecretException if they cannot be used
     */
    public static MasterKeys fromEnvironment(Map<String, String> environment) {
        @Nullable String text = environment.get(VARIABLE);
        @Nullable String file = environment.get(FILE_VARIABLE);
        if (text != null && file != null) {
            throw new SecretException("Both %s and %s are set; unset one of them".formatted(VARIABLE, FILE_VARIABLE));
        }
        if (text != null) {
            return parse(text, VARIABLE);
        }
        return file == null ? none() : read(Path.of(file));
    }

    /**
     * The keys of a file that is its owner's alone.
     *
     * @throws SecretException if it is missing, others may read or write it, or it holds no keys
     */
    public static MasterKeys read(Path file) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                if (!OWNERS.containsAll(permissions)) {
                    throw new SecretException(
                            "The file of master keys %s is %s, so that others may use it; chmod 600 %s"
                                    .formatted(file, PosixFilePermissions.toString(permissions), file));
                }
            }
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new SecretException("The file of master keys %s cannot be read: %s".formatted(file, e), e);
        }
    }

    /** Reads key lines; what is wrong with one is said without repeating it. */
    public static MasterKeys parse(String text, String source) {
        Map<String, SecretKey> keys = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("[\\n,]", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            Matcher matcher = LINE.matcher(line.strip());
            if (!matcher.matches()) {
                throw new SecretException(
                        "Key %d of %s is not <id>:<Base64 of %d bytes>; make one with: echo k1:$(openssl rand -base64 %d)"
                                .formatted(number, source, BYTES, BYTES));
            }
            byte[] key = Base64.getDecoder().decode(matcher.group("key"));
            if (keys.putIfAbsent(matcher.group("id"), new SecretKeySpec(key, "AES")) != null) {
                throw new SecretException(
                        "%s has two keys '%s'; give each an id of its own".formatted(source, matcher.group("id")));
            }
        }
        if (keys.isEmpty()) {
            throw new SecretException(
                    "%s holds no master key; put <id>:<Base64 of %d bytes> there".formatted(source, BYTES));
        }
        return new MasterKeys(keys);
    }

    /** The id of the key that new secrets are wrapped with. */
    Optional<String> active() {
        return keys.keySet().stream().findFirst();
    }

    Optional<SecretKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** Tells the ids alone. */
    @Override
    public String toString() {
        return "MasterKeys" + keys.keySet();
    }
}
