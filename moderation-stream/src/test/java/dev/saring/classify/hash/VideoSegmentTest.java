package dev.saring.classify.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VideoSegmentTest {
    private final HashBuffers buffers = new HashBuffers();
    private final List<Integer> matched = new ArrayList<>();

    private void find(VideoSegment segment, byte[] frame, long[] removed) {
        buffers.frames.take(List.of(frame), new int[] {100});
        segment.find(buffers.frames, removed, buffers, (rule, ofUpload, ofBank, distance) -> matched.add(rule));
    }

    @Test
    void failureWithinALookUp_leavesNothingForTheNext() {
        byte[] black = new byte[32];
        byte[] white = new byte[32];
        Arrays.fill(white, (byte) -1);
        HashColumns columns = new HashColumns(DistinctHashes.WORDS);
        for (int rule = 0; rule <= Long.SIZE; rule++) {
            columns.add(rule, HashTerms.DEFAULT, List.of(black));
        }
        VideoSegment segment = new VideoSegment(columns);

        long[] tooShort = new long[1];
        assertThatThrownBy(() -> find(segment, black, tooShort)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
        find(segment, white, null);
        assertThat(matched).isEmpty();
        find(segment, black, null);
        assertThat(matched).hasSize(Long.SIZE + 1);
    }
}
