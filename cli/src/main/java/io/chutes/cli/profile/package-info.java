/** Which platform commands speak to, and as whom. */
@NullMarked
package io.chutes.cli.profile;

import org.jspecify.annotations.NullMarked;
