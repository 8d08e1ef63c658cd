package good.hides;

/** @deprecated take another */
@Deprecated(forRemoval = true)
record Old(int a) {}
