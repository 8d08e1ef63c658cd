/** What an account has at a platform: lists, single things and their end, told of each kind once. */
@NullMarked
package io.chutes.cli.resource;

import org.jspecify.annotations.NullMarked;
