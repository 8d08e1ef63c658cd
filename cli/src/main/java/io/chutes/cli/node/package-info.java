/** {@code chutes node}: this machine as a node of a platform elsewhere. */
@NullMarked
package io.chutes.cli.node;

import org.jspecify.annotations.NullMarked;
