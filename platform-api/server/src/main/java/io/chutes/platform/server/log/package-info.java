/** What instances wrote: taken from their nodes, kept for a while after they are gone, and shown to their owners. */
@NullMarked
package io.chutes.platform.server.log;

import org.jspecify.annotations.NullMarked;
