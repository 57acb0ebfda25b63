package dev.saring.classify.hash;

import dev.saring.moderation.HashAlgorithm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The bank as a list that is gone through one by one: what the real one must agree with. */
final class PlainBank {
    record Entry(HashAlgorithm algorithm, List<byte[]> values, HashTerms terms) {}

    final Map<Integer, Entry> entries = new HashMap<>();

    void add(int rule, HashAlgorithm algorithm, List<byte[]> values, HashTerms terms) {
        entries.put(rule, new Entry(algorithm, values, terms));
    }

    PlainBank copy() {
        PlainBank copy = new PlainBank();
        copy.entries.putAll(entries);
        return copy;
    }

    TreeSet<String> exact(HashAlgorithm algorithm, byte[] value) {
        TreeSet<String> found = new TreeSet<>();
        entries.forEach((rule, entry) -> {
            if (entry.algorithm() == algorithm && Arrays.equals(entry.values().get(0), value)) {
                found.add("" + rule);
            }
        });
        return found;
    }

    TreeSet<String> near(byte[] pdq, int quality) {
        TreeSet<String> found = new TreeSet<>();
        entries.forEach((rule, entry) -> {
            if (entry.algorithm() == HashAlgorithm.PDQ
                    && quality >= entry.terms().minQuality()) {
                int distance = distance(pdq, entry.values().get(0));
                if (distance <= entry.terms().maxDistance()) {
                    found.add(rule + "@" + distance);
                }
            }
        });
        return found;
    }

    TreeSet<String> video(List<byte[]> frames, int[] qualities) {
        TreeSet<String> found = new TreeSet<>();
        entries.forEach((rule, entry) -> {
            if (entry.algorithm() == HashAlgorithm.VIDEO_PDQ) {
                video(rule, entry, frames, qualities, found);
            }
        });
        return found;
    }

    private static void video(int rule, Entry entry, List<byte[]> frames, int[] qualities, TreeSet<String> matches) {
        int counted = 0;
        int found = 0;
        int least = Integer.MAX_VALUE;
        boolean[] inBank = new boolean[entry.values().size()];
        for (int f = 0; f < qualities.length; f++) {
            if (qualities[f] < entry.terms().minQuality()) {
                continue;
            }
            counted++;
            boolean any = false;
            for (int b = 0; b < inBank.length; b++) {
                int distance = distance(frames.get(f), entry.values().get(b));
                if (distance <= entry.terms().maxDistance()) {
                    any = true;
                    inBank[b] = true;
                    least = Math.min(least, distance);
                }
            }
            found += any ? 1 : 0;
        }
        int bankFound = 0;
        for (boolean one : inBank) {
            bankFound += one ? 1 : 0;
        }
        double uploadShare = (double) found / counted;
        double bankShare = (double) bankFound / inBank.length;
        if (found > 0
                && uploadShare >= entry.terms().minUploadShare()
                && bankShare >= entry.terms().minBankShare()) {
            matches.add(describe(rule, uploadShare, bankShare, least));
        }
    }

    static TreeSet<String> exact(HashBankView view, HashAlgorithm algorithm, byte[] value) {
        Once found = new Once();
        view.exact(algorithm, value, rule -> found.add("" + rule));
        return found.all;
    }

    static TreeSet<String> near(HashBankView view, byte[] pdq, int quality, HashBuffers buffers) {
        Once found = new Once();
        view.near(pdq, quality, buffers, (rule, distance) -> found.add(rule + "@" + distance));
        return found.all;
    }

    static TreeSet<String> video(HashBankView view, List<byte[]> frames, int[] qualities, HashBuffers buffers) {
        Once found = new Once();
        view.video(
                frames,
                qualities,
                buffers,
                (rule, uploadShare, bankShare, least) -> found.add(describe(rule, uploadShare, bankShare, least)));
        return found.all;
    }

    private static String describe(int rule, double uploadShare, double bankShare, int least) {
        return rule + " " + uploadShare + " " + bankShare + " " + least;
    }

    static int distance(byte[] a, byte[] b) {
        int distance = 0;
        for (int i = 0; i < a.length; i++) {
            distance += Integer.bitCount((a[i] ^ b[i]) & 0xff);
        }
        return distance;
    }

    /** A set that takes nothing twice. */
    private static final class Once {
        private final TreeSet<String> all = new TreeSet<>();

        void add(String one) {
            if (!all.add(one)) {
                throw new AssertionError(one + " was reported twice");
            }
        }
    }
}
