package io.chutes.platform.server.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is paid by its tokens and whose caller has left. It is read on until it tells them: they are owed by whoever leaves
 * before a stream's last event as by whoever waits for it.
 *
 * @param call whose answer it is
 * @param body where it comes from
 * @param tokens the count of what came so far
 */
record LeftAnswer(CallUnderWay call, InputStream body, TokenCount tokens) {
    /** How long it is read on at most: an instance has better to do than to write what nobody reads. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(LeftAnswer.class);
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final int BUFFER = 16 * 1024;

    void readOn() {
        call.callerLeft();
        byte[] buffer = new byte[BUFFER];
        try {
            int count = 0;
            for (int left = MOST_BYTES; call.owesTokens() && left > 0 && count >= 0; left -= count) {
                count = body.read(buffer);
                tokens.read(buffer, count);
            }
            if (count < 0) {
                call.answered();
            }
        } catch (IOException e) {
            log.debug("An answer whose caller left broke off", e);
        }
    }
}
