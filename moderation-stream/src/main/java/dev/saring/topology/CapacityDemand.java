package dev.saring.topology;

/**
 * What is asked of an installation.
 *
 * @param uploadsPerSecond at the busiest time of a day
 * @param peakToAverage that rate over the average of the day, 1 or more
 * @param images share of uploads with an image to look up, 0 to 1
 * @param videos share of uploads with a video to look up, 0 to 1
 * @param hashes entries of the perceptual bank; 0 for as many as were measured with
 * @param cores processors of one instance; 0 for as many as were measured on
 * @param replication copies of each partition
 * @param catchUp what instances can do over what they must do at the peak, above 1
 * @param growth how much more may come without more partitions, 1 or more
 */
public record CapacityDemand(
        double uploadsPerSecond,
        double peakToAverage,
        double images,
        double videos,
        long hashes,
        int cores,
        int replication,
        double catchUp,
        double growth) {

    /** @throws IllegalArgumentException where one is out of range */
    public CapacityDemand {
        check(uploadsPerSecond > 0 && uploadsPerSecond <= 1e9, "uploads a second: above 0, at most 1,000,000,000");
        check(peakToAverage >= 1 && peakToAverage <= 1_000, "peak to average: 1 to 1,000");
        check(images >= 0 && videos >= 0 && images + videos <= 1, "shares of images and videos: 0 to 1 together");
        check(hashes >= 0, "hashes: 0 or more");
        check(cores >= 0 && cores <= 1_000, "cores: 0 to 1,000");
        check(replication >= 1, "copies: 1 or more");
        check(catchUp > 1 && catchUp <= 100, "catch-up: above 1, at most 100");
        check(growth >= 1 && growth <= 100, "growth: 1 to 100");
    }

    private static void check(boolean right, String range) {
        if (!right) {
            throw new IllegalArgumentException(range);
        }
    }
}
