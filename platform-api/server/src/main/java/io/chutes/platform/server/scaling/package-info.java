/** How many instances chutes have: what is asked of them, the policy that decides from it, and the decisions it made. */
@NullMarked
package io.chutes.platform.server.scaling;

import org.jspecify.annotations.NullMarked;
