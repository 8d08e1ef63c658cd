/** The whole platform in this JVM: the one place of the CLI that starts the control plane, a node and a database. */
@NullMarked
package io.chutes.cli.embedded;

import org.jspecify.annotations.NullMarked;
