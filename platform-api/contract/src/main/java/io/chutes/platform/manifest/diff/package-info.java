/** What a new version of a chute changes for those who call it. */
@NullMarked
package io.chutes.platform.manifest.diff;

import org.jspecify.annotations.NullMarked;
