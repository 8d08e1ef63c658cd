/** The {@code chutes} command. */
@NullMarked
package io.chutes.cli;

import org.jspecify.annotations.NullMarked;
