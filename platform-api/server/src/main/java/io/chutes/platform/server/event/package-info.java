/** The log of all that changes: written with the change, read in order, from any control plane. */
@NullMarked
package io.chutes.platform.server.event;

import org.jspecify.annotations.NullMarked;
