/** API keys: issued once, kept as keyed hashes, and turned back into who is calling. */
@NullMarked
package io.chutes.platform.server.key;

import org.jspecify.annotations.NullMarked;
