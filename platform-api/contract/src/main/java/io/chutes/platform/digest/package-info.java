/** How content is named by its digest. */
@NullMarked
package io.chutes.platform.digest;

import org.jspecify.annotations.NullMarked;
