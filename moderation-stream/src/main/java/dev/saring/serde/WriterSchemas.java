package dev.saring.serde;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * Tells which schemas of writers are safe to decode with.
 *
 * <p>Avro spends no bytes on a null or on a record of nulls. A schema with an array of such elements lets a record of
 * a few bytes claim 2<sup>60</sup> of them, and one with records nested in pairs lets it hold 2<sup>40</sup> of them;
 * a decoder counts through them all, though it keeps none. A schema that contains itself lets each byte nest a record
 * one level deeper. Such schemas are refused, so that the work for a record of n bytes stays below
 * {@value #MAX_STEPS} + {@value #MAX_STEPS_PER_BYTE} n steps, and its depth below {@value #MAX_DEPTH}. Nothing is lost:
 * a schema that can be read as one of ours differs from it by a few fields.
 */
final class WriterSchemas {
    private static final int MAX_DEPTH = 32;
    private static final long MAX_STEPS = 20_000;
    private static final long MAX_STEPS_PER_BYTE = 64;

    private final Map<String, Long> widths = new HashMap<>();
    private final Map<String, Long> steps = new HashMap<>();

    private WriterSchemas() {}

    /** Returns what makes a schema unsafe; empty where it is safe. */
    static Optional<String> danger(Schema schema) {
        Optional<String> nesting = endlessNesting(schema, schema.getName(), new HashSet<>(), new HashSet<>(), 0);
        if (nesting.isPresent()) {
            return nesting;
        }
        WriterSchemas check = new WriterSchemas();
        return check.steps(schema) > MAX_STEPS
                ? Optional.of("a record without any element in it may need more than " + MAX_STEPS + " steps")
                : check.endlessElements(schema, schema.getName(), new HashSet<>());
    }

    private static Optional<String> endlessNesting(
            Schema schema, String place, Set<String> around, Set<String> done, int depth) {
        if (depth > MAX_DEPTH) {
            return Optional.of(place + " is nested more than " + MAX_DEPTH + " levels deep");
        }
        return switch (schema.getType()) {
            case ARRAY -> endlessNesting(schema.getElementType(), place + "[]", around, done, depth + 1);
            case MAP -> endlessNesting(schema.getValueType(), place + "{}", around, done, depth + 1);
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(branch -> endlessNesting(branch, place, around, done, depth + 1).stream())
                        .findFirst();
            case RECORD -> {
                String name = schema.getFullName();
                if (!around.add(name)) {
                    yield Optional.of(place + " contains itself");
                }
                Optional<String> found = done.contains(name)
                        ? Optional.empty()
                        : schema.getFields().stream()
                                .flatMap(field ->
                                        endlessNesting(
                                                field.schema(), place + '.' + field.name(), around, done, depth + 1)
                                                .stream())
                                .findFirst();
                around.remove(name);
                done.add(name);
                yield found;
            }
            default -> Optional.empty();
        };
    }

    private Optional<String> endlessElements(Schema schema, String place, Set<String> done) {
        return switch (schema.getType()) {
            case ARRAY -> endlessElement(schema.getElementType(), 0, place + "[]", done);
            case MAP -> endlessElement(schema.getValueType(), 1, place + "{}", done);
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(branch -> endlessElements(branch, place, done).stream())
                        .findFirst();
            case RECORD ->
                done.add(schema.getFullName())
                        ? schema.getFields().stream()
                                .flatMap(field ->
                                        endlessElements(field.schema(), place + '.' + field.name(), done).stream())
                                .findFirst()
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<String> endlessElement(Schema element, int keyBytes, String place, Set<String> done) {
        long width = width(element) + keyBytes;
        return width == 0 || steps(element) > MAX_STEPS_PER_BYTE * width
                ? Optional.of(place + " may hold any number of elements in a few bytes")
                : endlessElements(element, place, done);
    }

    /** The least number of bytes that a value takes. */
    private long width(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case FIXED -> schema.getFixedSize();
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case RECORD -> {
                Long known = widths.get(schema.getFullName());
                if (known == null) {
                    known = schema.getFields().stream()
                            .mapToLong(field -> width(field.schema()))
                            .reduce(0, WriterSchemas::saturatedSum);
                    widths.put(schema.getFullName(), known);
                }
                yield known;
            }
            default -> 1;
        };
    }

    /** The number of values that a value consists of, elements of arrays and maps left aside. */
    private long steps(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                1 + schema.getTypes().stream().mapToLong(this::steps).max().orElse(0);
            case RECORD -> {
                Long known = steps.get(schema.getFullName());
                if (known == null) {
                    known = schema.getFields().stream()
                            .mapToLong(field -> steps(field.schema()))
                            .reduce(1, WriterSchemas::saturatedSum);
                    steps.put(schema.getFullName(), known);
                }
                yield known;
            }
            default -> 1;
        };
    }

    private static long saturatedSum(long a, long b) {
        return Math.min(a + b, Integer.MAX_VALUE);
    }
}
