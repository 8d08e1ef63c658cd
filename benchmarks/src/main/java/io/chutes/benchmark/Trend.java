package io.chutes.benchmark;

import java.util.List;

/**
 * The straight line that fits points best, by least squares.
 *
 * @param slope what it rises from one x to the next
 * @param error the standard error of that
 */
record Trend(double slope, double error) {
    /** A point. */
    record Point(double x, double y) {}

    /** Of three points or more. */
    static Trend of(List<Point> points) {
        double middle = points.stream().mapToDouble(Point::x).average().orElseThrow();
        double mean = points.stream().mapToDouble(Point::y).average().orElseThrow();
        double width = 0;
        double rise = 0;
        for (Point point : points) {
            width += (point.x - middle) * (point.x - middle);
            rise += (point.x - middle) * (point.y - mean);
        }
        double slope = rise / width;
        double off = 0;
        for (Point point : points) {
            double beside = point.y - mean - slope * (point.x - middle);
            off += beside * beside;
        }
        return new Trend(slope, Math.sqrt(off / (points.size() - 2) / width));
    }
}
