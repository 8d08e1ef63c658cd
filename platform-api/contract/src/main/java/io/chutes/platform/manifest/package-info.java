/** All that the platform must know of a chute, written by the processor while the chute is compiled. */
@NullMarked
package io.chutes.platform.manifest;

import org.jspecify.annotations.NullMarked;
