/** What a node and the control plane tell each other. */
@NullMarked
package io.chutes.platform.fleet;

import org.jspecify.annotations.NullMarked;
