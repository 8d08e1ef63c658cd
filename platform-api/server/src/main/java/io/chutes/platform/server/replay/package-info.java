/** What was answered to requests that may come again. */
@NullMarked
package io.chutes.platform.server.replay;

import org.jspecify.annotations.NullMarked;
