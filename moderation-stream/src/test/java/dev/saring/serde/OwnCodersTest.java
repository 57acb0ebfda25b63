package dev.saring.serde;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;

/** What is written and read by hand, against Avro's own writer and reader. */
class OwnCodersTest {
    private static final int RECORDS = 3_000;

    private final Random random = new Random(7);

    @Test
    void decisions_areWrittenAsByAvro() throws IOException {
        OwnRecords records = new OwnRecords(ModerationDecision.class);
        Schema schema = records.getSchema(ModerationDecision.class);
        DatumWriter<ModerationDecision> avro = new SpecificDatumWriter<>(schema, records);
        DatumWriter<ModerationDecision> own = new DecisionDatumWriter();
        for (int i = 0; i < RECORDS; i++) {
            ModerationDecision decision = RandomRecords.next(ModerationDecision.class, random);
            assertThat(written(own, decision)).isEqualTo(written(avro, decision));
        }
    }

    @Test
    void uploads_areReadAsByAvro() throws IOException {
        OwnRecords records = new OwnRecords(UploadEvent.class);
        Schema schema = records.getSchema(UploadEvent.class);
        DatumWriter<UploadEvent> writer = new SpecificDatumWriter<>(schema, records);
        DatumReader<UploadEvent> avro = new SpecificDatumReader<>(schema, schema, records);
        DatumReader<UploadEvent> own = new UploadDatumReader();
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = written(writer, RandomRecords.next(UploadEvent.class, random));
            assertThat(read(own, bytes)).isEqualTo(read(avro, bytes)).isInstanceOf(UploadEvent.class);
            byte[] damaged = damaged(bytes);
            assertThat(read(own, damaged)).as("%s", Arrays.toString(damaged)).isEqualTo(read(avro, damaged));
        }
    }

    private byte[] damaged(byte[] bytes) {
        byte[] damaged = Arrays.copyOf(bytes, bytes.length - random.nextInt(Math.min(4, bytes.length)));
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    private static <T> byte[] written(DatumWriter<T> writer, T record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        writer.write(record, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    /** The record with what is left behind it, or whether it ends too early, or else that it cannot be read. */
    private static Object read(DatumReader<UploadEvent> reader, byte[] bytes) {
        BoundedDecoder decoder = new BoundedDecoder();
        decoder.reset(bytes, 0);
        try {
            UploadEvent upload = reader.read(null, decoder);
            return decoder.remainingBytes() == 0 ? upload : "bytes are left";
        } catch (IOException | RuntimeException e) {
            return "unreadable";
        }
    }
}
