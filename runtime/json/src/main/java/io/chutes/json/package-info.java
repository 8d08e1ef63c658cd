/** JSON as both ends of a call read and write it. */
@NullMarked
package io.chutes.json;

import org.jspecify.annotations.NullMarked;
