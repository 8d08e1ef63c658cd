package io.chutes.platform.server.gateway;

/** What a chute is called by. */
record ChuteAddress(String account, String chute) {
    /** As a key's scope and a request's {@code model} name it. */
    @Override
    public String toString() {
        return account + "/" + chute;
    }
}
