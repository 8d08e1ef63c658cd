/** Work apart from the calls that start it. */
@NullMarked
package io.chutes.cli.job;

import org.jspecify.annotations.NullMarked;
