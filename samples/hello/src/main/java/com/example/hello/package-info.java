/** A chute that says hello. */
package com.example.hello;
