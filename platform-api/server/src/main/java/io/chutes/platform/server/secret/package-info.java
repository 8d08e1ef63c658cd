/** Secrets of accounts and chutes: sealed where they are stored, opened only for the instances that are to start. */
@NullMarked
package io.chutes.platform.server.secret;

import org.jspecify.annotations.NullMarked;
