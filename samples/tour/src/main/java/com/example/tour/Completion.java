package com.example.tour;

/** What comes next, or a part of it. */
record Completion(String text) {}
