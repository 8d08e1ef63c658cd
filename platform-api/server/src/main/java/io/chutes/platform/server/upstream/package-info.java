/** HTTP/1.1 to instances (RFC 9112), each exchange on the thread of whoever asks. */
@NullMarked
package io.chutes.platform.server.upstream;

import org.jspecify.annotations.NullMarked;
