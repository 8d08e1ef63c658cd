/** Where instances go: a choice among nodes as they are, made of records and of nothing else. */
@NullMarked
package io.chutes.platform.server.placement;

import org.jspecify.annotations.NullMarked;
