package io.chutes.samples;

import java.net.URI;

/** The hello sample being served, somehow. */
interface ServedHello {
    /** What callers must send as {@code X-Chutes-Instance-Token}. */
    String TOKEN = "instance-token";

    /** Where it answers. */
    URI address();

    /** What its {@code ready} says of an AOT cache. */
    String aotCache();

    /** Ends it as its platform does, waits until it is over, and says whether that went well. */
    boolean stop() throws Exception;
}
