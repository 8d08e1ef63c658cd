/** Nodes, the instances placed on them, and the loop that keeps both as they should be. */
@NullMarked
package io.chutes.platform.server.fleet;

import org.jspecify.annotations.NullMarked;
