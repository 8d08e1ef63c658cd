/** Who has an account, and how to get one. */
@NullMarked
package io.chutes.platform.server.account;

import org.jspecify.annotations.NullMarked;
