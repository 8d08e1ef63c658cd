/** Work apart from the calls that start it: kept in the database, run by instances, one attempt at a time. */
@NullMarked
package io.chutes.platform.server.job;

import org.jspecify.annotations.NullMarked;
