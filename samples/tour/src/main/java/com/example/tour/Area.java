package com.example.tour;

/** How much a shape covers. */
record Area(double area) {}
