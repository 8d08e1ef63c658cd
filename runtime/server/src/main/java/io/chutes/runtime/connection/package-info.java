/** The connections by which calls come. */
@NullMarked
package io.chutes.runtime.connection;

import org.jspecify.annotations.NullMarked;
