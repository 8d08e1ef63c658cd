package com.example.tour;

/** What was signed, and how. */
record Signature(long bytes, String hmacSha256) {}
