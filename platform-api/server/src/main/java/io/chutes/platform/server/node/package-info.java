/** Nodes as accounts deal with them: how one joins, what it has, how it is drained and how it leaves. */
@NullMarked
package io.chutes.platform.server.node;

import org.jspecify.annotations.NullMarked;
