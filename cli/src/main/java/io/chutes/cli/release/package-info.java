/** From a project to what serves: pushing, planning, deploying, trying out, rolling back. */
@NullMarked
package io.chutes.cli.release;

import org.jspecify.annotations.NullMarked;
