/** A project's chute served on this machine, without a platform. */
@NullMarked
package io.chutes.cli.serve;

import org.jspecify.annotations.NullMarked;
