package dev.saring.serde;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;

/**
 * Tells schemas of writers that are safe to decode with.
 *
 * <p>Avro spends no bytes on a null or on a record of nulls. A schema with an array of such elements lets a record of
 * a few bytes claim 2<sup>60</sup> of them, and one with records nested in pairs lets it hold 2<sup>40</sup> of them;
 * a decoder would count through them all, though it keeps none. Such schemas are refused, so that the work for a
 * record of n bytes stays below {@value #MAX_STEPS} + {@value #MAX_STEPS_PER_BYTE} n steps. Depth of recursion is
 * left to the decoder, which treats an overflow of the stack as a malformed record.
 */
final class WriterSchemas {
    private static final long MAX_STEPS = 20_000;
    private static final long MAX_STEPS_PER_BYTE = 64;

    private final Map<String, Long> widths = new HashMap<>();
    private final Map<String, Long> steps = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    private WriterSchemas() {}

    /** Returns what makes a schema unsafe; empty where it is safe. */
    static Optional<String> danger(Schema schema) {
        WriterSchemas check = new WriterSchemas();
        return check.steps(schema) > MAX_STEPS
                ? Optional.of("it needs more than " + MAX_STEPS + " steps for a record without any element")
                : check.dangerousElements(schema, schema.getFullName());
    }

    private Optional<String> dangerousElements(Schema schema, String place) {
        return switch (schema.getType()) {
            case ARRAY -> dangerousElement(schema.getElementType(), 0, place + "[]");
            case MAP -> dangerousElement(schema.getValueType(), 1, place + "{}");
            case UNION ->
                schema.getTypes().stream()
                        .flatMap(branch -> dangerousElements(branch, place).stream())
                        .findFirst();
            case RECORD ->
                seen.add(schema.getFullName())
                        ? schema.getFields().stream()
                                .flatMap(
                                        field -> dangerousElements(field.schema(), place + '.' + field.name()).stream())
                                .findFirst()
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<String> dangerousElement(Schema element, int keyBytes, String place) {
        long width = width(element) + keyBytes;
        return width == 0 || steps(element) > MAX_STEPS_PER_BYTE * width
                ? Optional.of(place + " may hold any number of elements in a few bytes")
                : dangerousElements(element, place);
    }

    /** The least number of bytes that a value takes. */
    private long width(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case FIXED -> schema.getFixedSize();
            case FLOAT -> Float.BYTES;
            case DOUBLE -> Double.BYTES;
            case RECORD ->
                memoized(
                        widths,
                        schema,
                        () -> schema.getFields().stream()
                                .mapToLong(field -> width(field.schema()))
                                .reduce(0, WriterSchemas::saturatedSum));
            default -> 1;
        };
    }

    /** The number of values, within one another too, that a value holds beside elements of arrays and maps. */
    private long steps(Schema schema) {
        return switch (schema.getType()) {
            case UNION ->
                1 + schema.getTypes().stream().mapToLong(this::steps).max().orElse(0);
            case RECORD ->
                memoized(
                        steps,
                        schema,
                        () -> schema.getFields().stream()
                                .mapToLong(field -> steps(field.schema()))
                                .reduce(1, WriterSchemas::saturatedSum));
            case ARRAY -> {
                steps(schema.getElementType());
                yield 1;
            }
            case MAP -> {
                steps(schema.getValueType());
                yield 1;
            }
            default -> 1;
        };
    }

    /** A record within itself counts 1: there is a union, an array or a map in between, which costs a byte. */
    private static long memoized(Map<String, Long> memo, Schema record, LongSupplier value) {
        Long known = memo.putIfAbsent(record.getFullName(), 1L);
        if (known != null) {
            return known;
        }
        long result = value.getAsLong();
        memo.put(record.getFullName(), result);
        return result;
    }

    private static long saturatedSum(long a, long b) {
        return Math.min(a + b, Integer.MAX_VALUE);
    }
}
