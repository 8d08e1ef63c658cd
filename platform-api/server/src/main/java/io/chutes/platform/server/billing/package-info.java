/** Money: the double-entry ledger, what a running instance costs, and play money. */
@NullMarked
package io.chutes.platform.server.billing;

import org.jspecify.annotations.NullMarked;
