/** Tests of what a new version changes. */
@NullMarked
package io.chutes.platform.manifest.diff;

import org.jspecify.annotations.NullMarked;
