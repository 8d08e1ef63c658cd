/** What the platform does again and again beside its requests. */
@NullMarked
package io.chutes.platform.server.loop;

import org.jspecify.annotations.NullMarked;
