package com.example.tour;

/** How many of a text's words are known, from 0 to 1. */
record Score(double known) {}
