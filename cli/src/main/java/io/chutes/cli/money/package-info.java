/** What things cost, what was spent, and what is left. */
@NullMarked
package io.chutes.cli.money;

import org.jspecify.annotations.NullMarked;
