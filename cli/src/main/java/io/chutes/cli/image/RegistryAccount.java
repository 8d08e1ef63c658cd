package io.chutes.cli.image;

/** Who somebody is to a registry. */
public record RegistryAccount(String username, String password) {
    /** Keeps the password out of logs. */
    @Override
    public String toString() {
        return "RegistryAccount[username=" + username + "]";
    }
}
