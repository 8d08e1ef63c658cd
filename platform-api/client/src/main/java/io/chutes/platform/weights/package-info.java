/** Models' files: listed and fetched from a Hub, held against a lock, and kept on this machine for all who use them. */
@NullMarked
package io.chutes.platform.weights;

import org.jspecify.annotations.NullMarked;
