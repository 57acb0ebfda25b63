package dev.saring.classify.hash;

import dev.saring.moderation.HashAlgorithm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All known hashes, from the side of their single writer. */
public final class HashBank {
    private final Map<Integer, HashBankView.Entry> entries = new LinkedHashMap<>();

    public HashBank() {}

    /**
     * Adds a rule.
     *
     * @param rule the rule's ordinal, not in the bank at present
     * @param values one hash; for VIDEO_PDQ the hashes of all frames of one video
     * @throws IllegalArgumentException if the number or the length of the values does not fit the algorithm, or the
     *     bank holds the rule already
     */
    public void add(int rule, HashAlgorithm algorithm, List<byte[]> values, HashTerms terms) {
        int bytes = switch (algorithm) {
            case MD5 -> 16;
            case SHA256, PDQ, VIDEO_PDQ -> Hash256.BYTES;
            case UNKNOWN -> throw new IllegalArgumentException("a hash needs a known algorithm");
        };
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no " + algorithm + " value");
        }
        if (values.size() > 1 && algorithm != HashAlgorithm.VIDEO_PDQ) {
            throw new IllegalArgumentException(
                    "one " + algorithm + " value is allowed, but there are " + values.size());
        }
        for (byte[] value : values) {
            Hash256.requireLength(algorithm.name(), value, bytes);
        }
        if (entries.putIfAbsent(rule, new HashBankView.Entry(rule, algorithm, List.copyOf(values), terms)) != null) {
            throw new IllegalArgumentException("rule " + rule + " is in the bank already");
        }
    }

    /** Removes a rule, whose ordinal may then be used again; a rule that the bank does not hold is ignored. */
    public void remove(int rule) {
        entries.remove(rule);
    }

    /** An immutable snapshot of all that was added and not removed so far. */
    public HashBankView view() {
        return new HashBankView(new ArrayList<>(entries.values()));
    }
}
