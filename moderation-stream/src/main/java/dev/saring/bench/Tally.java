package dev.saring.bench;

import java.util.Arrays;

/** The values of one figure over the rounds. */
final class Tally {
    private final double[] values;

    Tally(double... values) {
        this.values = values.clone();
        Arrays.sort(this.values);
    }

    double median() {
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    /** Half the distance from the least to the greatest, as a share of the median. */
    double spread() {
        return (values[values.length - 1] - values[0]) / 2 / median();
    }
}
