/** Why a chute is as it is, and who may call it. */
@NullMarked
package io.chutes.cli.watch;

import org.jspecify.annotations.NullMarked;
