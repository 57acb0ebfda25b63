package dev.saring.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaIncompatibilityType;

/**
 * Says what of a schema breaks readers or writers of a released version of it.
 *
 * <p>Two checks are made. The first is Avro's own resolution in both directions, which is what a schema registry
 * applies under {@code FULL}. The second refuses what resolves and still changes the meaning of records: a symbol
 * taken from an enum (resolves to the enum's default), another default of an enum, {@code bytes} for {@code string},
 * another logical type.
 */
final class CompatibilityGate {
    private CompatibilityGate() {}

    /**
     * Compares two schemas of one record.
     *
     * @param version name of the released version, for messages
     * @return one message for each thing that is wrong, naming record and field; empty where the two are compatible
     */
    static List<String> violations(String version, Schema released, Schema current) {
        Set<String> found = new LinkedHashSet<>();
        unreadable(
                released.getName(),
                current,
                released,
                "records written with " + version + " cannot be read with the current schema",
                found);
        unreadable(
                released.getName(),
                released,
                current,
                "records written with the current schema cannot be read with " + version,
                found);
        new MeaningWalk(version, found).compare(released.getName(), released, current);
        return List.copyOf(found);
    }

    private static void unreadable(String top, Schema reader, Schema writer, String what, Set<String> found) {
        for (Incompatibility each : SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()) {
            String place = place(top, reader, each.getLocation());
            if (each.getType() != SchemaIncompatibilityType.MISSING_UNION_BRANCH
                    || !unreadableBranches(place, each, what, found)) {
                found.add(place + ": " + what + ": " + reason(each));
            }
        }
    }

    /** Avro says only that a union lacks a type of the writer. The branch of that name tells which field is wrong. */
    private static boolean unreadableBranches(String place, Incompatibility each, String what, Set<String> found) {
        boolean named = false;
        for (Schema writer : branches(each.getWriterFragment())) {
            for (Schema reader : branches(each.getReaderFragment())) {
                if (writer.getType() == Schema.Type.RECORD
                        && writer.getFullName().equals(reader.getFullName())
                        && !isReadable(reader, writer)) {
                    unreadable(place, reader, writer, what, found);
                    named = true;
                }
            }
        }
        return named;
    }

    private static boolean isReadable(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static List<Schema> branches(Schema schema) {
        return schema.isUnion() ? schema.getTypes() : List.of(schema);
    }

    private static String reason(Incompatibility each) {
        return switch (each.getType()) {
            case NAME_MISMATCH -> "the name is not the same: " + each.getMessage();
            case FIXED_SIZE_MISMATCH -> "the size is not the same: " + each.getMessage();
            case MISSING_ENUM_SYMBOLS -> "the enum has no default and lacks symbols: " + each.getMessage();
            case READER_FIELD_MISSING_DEFAULT_VALUE ->
                "the field is missing there and has no default: " + each.getMessage();
            case TYPE_MISMATCH -> "the type is not the same: " + each.getMessage();
            case MISSING_UNION_BRANCH -> "the type is not among those of the union: " + each.getMessage();
        };
    }

    /** Turns Avro's pointer, such as /fields/3/type/items/fields/0, into UploadEvent.texts[].field. */
    private static String place(String top, Schema root, String pointer) {
        StringBuilder place = new StringBuilder(top);
        Schema at = root;
        Schema.Field field = null;
        String previous = "";
        for (String token : pointer.split("/")) {
            if (previous.equals("fields")) {
                field = at.getFields().get(Integer.parseInt(token));
                place.append('.').append(field.name());
            } else if (token.equals("type") && field != null) {
                at = field.schema();
                field = null;
            } else if (token.equals("items")) {
                at = at.getElementType();
                place.append("[]");
            } else if (token.equals("values")) {
                at = at.getValueType();
                place.append("{}");
            } else if (at.isUnion() && token.matches("\\d+")) {
                at = at.getTypes().get(Integer.parseInt(token));
            }
            previous = token;
        }
        return place.toString();
    }

    private record MeaningWalk(String version, Set<String> found, Set<String> seen) {
        MeaningWalk(String version, Set<String> found) {
            this(version, found, new HashSet<>());
        }

        void compare(String place, Schema released, Schema current) {
            if (released.isUnion() || current.isUnion()) {
                compareBranches(place, branches(released), branches(current));
            } else if (released.getType() != current.getType()) {
                found.add(place + ": was " + released.getType().getName() + " in " + version + " and is now "
                        + current.getType().getName());
            } else {
                String was = released.getProp("logicalType");
                String is = current.getProp("logicalType");
                if (!Objects.equals(was, is)) {
                    found.add(place + ": logical type was " + was + " in " + version + " and is now " + is);
                }
                compareSame(place, released, current);
            }
        }

        private void compareSame(String place, Schema released, Schema current) {
            switch (released.getType()) {
                case ARRAY -> compare(place + "[]", released.getElementType(), current.getElementType());
                case MAP -> compare(place + "{}", released.getValueType(), current.getValueType());
                case ENUM -> compareSymbols(place, released, current);
                case RECORD -> {
                    if (seen.add(released.getFullName())) {
                        for (Schema.Field was : released.getFields()) {
                            Schema.Field is = current.getField(was.name());
                            if (is != null) {
                                compare(place + '.' + was.name(), was.schema(), is.schema());
                            }
                        }
                    }
                }
                default -> {}
            }
        }

        private void compareBranches(String place, List<Schema> released, List<Schema> current) {
            for (Schema was : released) {
                current.stream()
                        .filter(is -> is.getFullName().equals(was.getFullName()))
                        .findFirst()
                        .ifPresent(is -> compare(place, was, is));
            }
        }

        private void compareSymbols(String place, Schema released, Schema current) {
            List<String> removed = new ArrayList<>(released.getEnumSymbols());
            removed.removeAll(current.getEnumSymbols());
            if (!removed.isEmpty()) {
                found.add(place + ": " + released.getName() + " has lost " + String.join(", ", removed) + " of "
                        + version + ", which would be read as " + current.getEnumDefault());
            }
            if (!Objects.equals(released.getEnumDefault(), current.getEnumDefault())) {
                found.add(place + ": default of " + released.getName() + " was " + released.getEnumDefault() + " in "
                        + version + " and is now " + current.getEnumDefault());
            }
        }
    }
}
