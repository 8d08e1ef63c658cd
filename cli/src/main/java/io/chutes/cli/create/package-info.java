/** New projects. */
@NullMarked
package io.chutes.cli.create;

import org.jspecify.annotations.NullMarked;
