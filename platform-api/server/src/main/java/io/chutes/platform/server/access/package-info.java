/** Who may do what: the permission of every route, and who is calling. */
@NullMarked
package io.chutes.platform.server.access;

import org.jspecify.annotations.NullMarked;
