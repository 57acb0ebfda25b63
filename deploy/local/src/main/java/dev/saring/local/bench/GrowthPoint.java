package dev.saring.local.bench;

import dev.saring.bench.BenchFigures;

/**
 * The figures at one point of a dimension.
 *
 * @param value of what grows
 */
record GrowthPoint(int value, BenchFigures figures) {
    double number(String name) {
        return figures.number(name).orElse(Double.NaN);
    }
}
