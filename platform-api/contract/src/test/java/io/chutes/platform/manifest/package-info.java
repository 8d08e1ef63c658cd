/** Tests of the manifest package. */
@NullMarked
package io.chutes.platform.manifest;

import org.jspecify.annotations.NullMarked;
