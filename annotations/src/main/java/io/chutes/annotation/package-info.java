/** What a chute's author writes: annotations kept in class files only, and the types an endpoint method may take. */
@NullMarked
package io.chutes.annotation;

import org.jspecify.annotations.NullMarked;
