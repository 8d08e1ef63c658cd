/** Whether this machine has what the commands need. */
@NullMarked
package io.chutes.cli.doctor;

import org.jspecify.annotations.NullMarked;
