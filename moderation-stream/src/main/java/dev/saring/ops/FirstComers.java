package dev.saring.ops;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Bounds the values of a tag that comes from outside: the first few keep their names, the rest share one. */
final class FirstComers {
    static final String OTHER = "other";

    private final int most;
    private final Pattern sane;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * @param most how many keep their names
     * @param sane what a value must look like to keep its name
     */
    FirstComers(int most, Pattern sane) {
        this.most = most;
        this.sane = sane;
    }

    /** The value, or {@value #OTHER}. */
    String tag(String value) {
        if (known.contains(value)) {
            return value;
        }
        return sane.matcher(value).matches() && take(value) ? value : OTHER;
    }

    private synchronized boolean take(String value) {
        return known.contains(value) || known.size() < most && known.add(value);
    }
}
