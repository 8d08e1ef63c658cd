/** Connections, transactions and migrations of PostgreSQL: mechanism only, no feature's rows. */
@NullMarked
package io.chutes.platform.server.storage;

import org.jspecify.annotations.NullMarked;
