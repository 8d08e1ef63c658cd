/** What every command has in common: where it is run, what it prints, how it ends. */
@NullMarked
package io.chutes.cli.console;

import org.jspecify.annotations.NullMarked;
