/** What a node and the control plane tell each other, and what accounts are told of nodes. */
@NullMarked
package io.chutes.platform.fleet;

import org.jspecify.annotations.NullMarked;
