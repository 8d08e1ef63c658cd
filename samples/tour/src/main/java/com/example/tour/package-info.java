/** Every feature of a chute once. */
package com.example.tour;
