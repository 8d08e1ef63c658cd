package good.hides;

/** Not that of {@code java.lang}. */
record String(java.lang.String value) {}
