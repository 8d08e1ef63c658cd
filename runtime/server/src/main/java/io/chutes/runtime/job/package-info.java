/** Work that runs apart from the calls that start it. */
@NullMarked
package io.chutes.runtime.job;

import org.jspecify.annotations.NullMarked;
