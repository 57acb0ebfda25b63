package dev.saring.cli;

import dev.saring.moderation.RuleChange;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** A change of a rule, for people. What others have written into it neither breaks lines nor steers a terminal. */
final class RuleChangeText {
    /** The head of the change says it already. */
    private static final Set<String> LEFT_OUT = Set.of("ruleId", "updatedBy", "updatedAt");

    private static final int MOST_ITEMS = 5;

    private RuleChangeText() {}

    /** A line with time, who and why, then one line for each field that differs. */
    static String of(RuleChange change) {
        SpecificRecord before = (SpecificRecord) change.getBefore();
        SpecificRecord after = (SpecificRecord) change.getAfter();
        String what = before == null ? "added" : after == null ? "retired" : "changed";
        StringBuilder text = new StringBuilder()
                .append(change.getChangedAt())
                .append("  ")
                .append(what)
                .append(" by ")
                .append(printable(change.getChangedBy()));
        if (!change.getWhy().isEmpty()) {
            text.append(": ").append(printable(change.getWhy()));
        }
        SpecificRecord some = after == null ? before : after;
        if (some != null) {
            some.getSchema().getFields().forEach(field -> append(text, field, before, after));
        }
        return text.toString();
    }

    /** A line for each field of a rule that says something, but who wrote it and when. */
    static String fields(SpecificRecord rule) {
        StringBuilder text = new StringBuilder();
        rule.getSchema().getFields().forEach(field -> append(text, field, null, rule));
        return text.substring(text.isEmpty() ? 0 : System.lineSeparator().length());
    }

    private static void append(StringBuilder text, Schema.Field field, SpecificRecord before, SpecificRecord after) {
        if (LEFT_OUT.contains(field.name())) {
            return;
        }
        String was = before == null ? omitted(field) : shown(before.get(field.pos()));
        String is = after == null ? omitted(field) : shown(after.get(field.pos()));
        if (!was.equals(is)) {
            text.append(System.lineSeparator())
                    .append("    ")
                    .append(field.name())
                    .append(": ");
            if (before != null && after != null) {
                text.append(was).append(" -> ");
            }
            text.append(after == null ? was : is);
        }
    }

    /** What a field that nobody filled in says: of an added or retired rule only the others are worth a line. */
    private static String omitted(Schema.Field field) {
        return field.hasDefaultValue() ? shown(SpecificData.get().getDefaultValue(field)) : "";
    }

    private static String shown(Object value) {
        if (value instanceof List<?> list) {
            String items =
                    list.stream().limit(MOST_ITEMS).map(RuleChangeText::shown).collect(Collectors.joining(" | "));
            return list.size() > MOST_ITEMS ? items + " | and " + (list.size() - MOST_ITEMS) + " more" : items;
        }
        if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return HexFormat.of().formatHex(copy);
        }
        return value == null || value.toString().isEmpty() ? "none" : printable(value.toString());
    }

    /** Whole, since a cut would hide what differs behind it. */
    private static String printable(String text) {
        return Printable.of(text, Integer.MAX_VALUE);
    }
}
