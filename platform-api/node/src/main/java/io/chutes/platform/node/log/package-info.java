/** What instances write, shipped to the platform: read from the files that engines append to, without secrets, each byte once. */
@NullMarked
package io.chutes.platform.node.log;

import org.jspecify.annotations.NullMarked;
