package dev.saring.serde;

import dev.saring.moderation.TrustedRecords;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Valid records of any of our classes with arbitrary values. */
public final class RandomRecords {
    private RandomRecords() {}

    /** Returns a record; equal states of {@code random} give equal records. */
    public static <T extends SpecificRecord> T next(Class<T> type, Random random) {
        TrustedRecords.register();
        SpecificData model = SpecificData.getForClass(type);
        return type.cast(value(model.getSchema(type), model, random));
    }

    private static Object value(Schema schema, SpecificData model, Random random) {
        return switch (schema.getType()) {
            case UNION ->
                value(schema.getTypes().get(random.nextInt(schema.getTypes().size())), model, random);
            case RECORD -> {
                SpecificRecord record = (SpecificRecord) SpecificData.newInstance(model.getClass(schema), schema);
                schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema(), model, random)));
                yield record;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.add(value(schema.getElementType(), model, random));
                }
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), value(schema.getValueType(), model, random));
                }
                yield map;
            }
            case ENUM ->
                model.createEnum(
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())),
                        schema);
            case STRING -> text(random);
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield ByteBuffer.wrap(bytes);
            }
            case INT -> random.nextInt();
            case LONG ->
                schema.getLogicalType() == null
                        ? (Object) random.nextLong()
                        : Instant.ofEpochMilli(random.nextLong(-1L << 45, 1L << 45));
            case DOUBLE -> random.nextGaussian();
            case BOOLEAN -> random.nextBoolean();
            case NULL -> null;
            default -> throw new IllegalStateException("not used in our records: " + schema);
        };
    }

    /** Any Unicode but surrogates standing alone, which UTF-8 cannot carry. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int c = random.nextInt(3) == 0 ? random.nextInt(Character.MAX_CODE_POINT) : random.nextInt(128);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }
}
