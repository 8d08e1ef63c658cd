/** What is different in two images, down to their files and settings. */
@NullMarked
package io.chutes.cli.verify;

import org.jspecify.annotations.NullMarked;
