package good.hides;

/** Not that of {@code java.lang}. */
record Override() {}
