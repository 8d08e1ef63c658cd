package io.chutes.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a sealed interface be in JSON whichever of its records fits, as with {@code "stop": "a"} and {@code "stop": ["a", "b"]}, where it would
 * else say in a property {@code type} which one it is.
 *
 * <p>Each record has one component and is that in JSON, wherever it stands. They are told apart by what they are: a string, a number, a
 * boolean, an object or an array. Of arrays there may be several, none of them empty ({@code @NotEmpty}), if their items can be told apart.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Untagged {}
