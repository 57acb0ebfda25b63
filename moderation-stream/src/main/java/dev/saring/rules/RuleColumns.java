package dev.saring.rules;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The columns of the rule files, in the order in which they are written. */
final class RuleColumns {
    static final List<String> KEYWORDS_REQUIRED = List.of("rule_id", "expression", "policy", "action");
    static final List<String> HASHES_REQUIRED = List.of("rule_id", "algorithm", "value", "policy", "action");

    private static final List<String> SHARED = List.of(
            "regions", "minimum_age", "labels", "allows", "valid_from", "valid_until", "legal_basis", "source", "note");

    static final List<String> KEYWORDS =
            join(KEYWORDS_REQUIRED, List.of("severity", "mode", "fold", "languages", "fields"), SHARED);
    static final List<String> HASHES = join(
            HASHES_REQUIRED,
            List.of("max_distance", "min_quality", "min_upload_share", "min_bank_share", "severity", "mode"),
            SHARED);

    private RuleColumns() {}

    /** The column that holds a field of the records: {@code minimumAge} is in {@code minimum_age}. */
    static String of(String field) {
        return field.equals("values")
                ? "value"
                : field.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static List<String> join(List<String> a, List<String> b, List<String> c) {
        return Stream.of(a, b, c).flatMap(List::stream).toList();
    }
}
