package dev.saring.classify.hash;

/** Receives the rules whose video matches the frames looked up. */
@FunctionalInterface
public interface VideoSink {
    /**
     * Called once for each rule, in no particular order.
     *
     * @param uploadShare share, 0 to 1, of the upload's frames of sufficient quality that are found in the rule's video
     * @param bankShare share, 0 to 1, of the rule's frames that are found in the upload
     * @param leastDistance Hamming distance in bits of the nearest pair of frames
     */
    void video(int rule, double uploadShare, double bankShare, int leastDistance);
}
