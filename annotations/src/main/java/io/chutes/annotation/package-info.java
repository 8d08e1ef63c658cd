/** What a chute's author writes: annotations, kept in class files only but for {@link Untagged}, and the types an endpoint method may take. */
@NullMarked
package io.chutes.annotation;

import org.jspecify.annotations.NullMarked;
