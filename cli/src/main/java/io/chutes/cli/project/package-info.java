/** The user's project, compiled by its own build. */
@NullMarked
package io.chutes.cli.project;

import org.jspecify.annotations.NullMarked;
