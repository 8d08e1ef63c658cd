/** Chutes and their versions: what an account has deployed. */
@NullMarked
package io.chutes.platform.server.chute;

import org.jspecify.annotations.NullMarked;
