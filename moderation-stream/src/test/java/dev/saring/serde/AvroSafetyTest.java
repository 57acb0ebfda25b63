package dev.saring.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.saring.moderation.ModerationDecision;
import dev.saring.moderation.UploadEvent;
import dev.saring.serde.UndecodableException.Cause;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records and schemas made to harm: each must fail at once, at a small cost, and leave the decoder as it was. */
class AvroSafetyTest {
    private static final long CHEAP_BYTES = 4 << 20;
    private static final Duration CHEAP_TIME = Duration.ofSeconds(2);
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final SchemaRegistry registry =
            SchemaRegistry.connect(Map.of("schema.registry.url", "mock://AvroSafetyTest"), null);
    private final AvroDecoder<UploadEvent> decoder =
            new AvroDecoder<>(registry, UploadEvent.class, DecodingLimits.defaults());
    private final UploadEvent upload = RandomRecords.next(UploadEvent.class, new Random(7));
    private GenericWriter own;
    private byte[] good;

    @BeforeEach
    void warmUp() throws Exception {
        AvroEncoder<UploadEvent> encoder = new AvroEncoder<>(registry, UploadEvent.class, "uploads");
        good = encoder.encode(upload);
        own = new GenericWriter(registry, UploadEvent.getClassSchema(), "uploads");
        decoder.decode(good);
    }

    @Test
    void stringOfTwoGigabytes_failsAtOnce() throws IOException {
        assertRefused(own.encodeRaw(out -> {
            out.writeIndex(0);
            out.writeEnum(1);
            out.writeLong(Integer.MAX_VALUE - 16);
            out.writeFixed(new byte[90]);
        }));
    }

    @Test
    void lengthsOutOfRange_failAtOnce() throws IOException {
        for (long length :
                new long[] {-1, Integer.MIN_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE, 1L << 32}) {
            assertRefused(own.encodeRaw(out -> {
                out.writeIndex(0);
                out.writeEnum(1);
                out.writeLong(length);
                out.writeFixed(new byte[90]);
            }));
        }
    }

    @Test
    void arraysAndMapsOfAnyClaimedLength_failAtOnce() throws IOException {
        for (long length : new long[] {
            1_000, 1 << 20, 1 << 29, Integer.MAX_VALUE - 8, Integer.MAX_VALUE, 1L << 32, 1L << 60, Long.MAX_VALUE
        }) {
            assertRefused(own.encodeRaw(out -> {
                writeUpToTexts(out);
                out.writeLong(length);
                out.writeFixed(new byte[60]);
            }));
            assertRefused(own.encodeRaw(out -> {
                writeUpToTexts(out);
                out.writeLong(-length);
                out.writeLong(60);
                out.writeFixed(new byte[60]);
            }));
            assertRefused(own.encodeRaw(out -> {
                writeUpToTexts(out);
                out.writeLong(0);
                out.writeLong(1);
                out.writeString("m");
                out.writeEnum(1);
                out.writeIndex(0);
                out.writeIndex(0);
                out.writeLong(length);
                out.writeFixed(new byte[60]);
            }));
            assertRefused(own.encodeRaw(out -> {
                writeUpToTexts(out);
                out.writeLong(0);
                out.writeLong(0);
                out.writeLong(length);
                out.writeFixed(new byte[60]);
            }));
        }
    }

    @Test
    void bytesOfTwoGigabytes_failAtOnce() throws IOException {
        assertRefused(own.encodeRaw(out -> {
            writeUpToTexts(out);
            out.writeLong(0);
            out.writeLong(1);
            out.writeString("m");
            out.writeEnum(1);
            out.writeIndex(0);
            out.writeIndex(0);
            out.writeLong(1);
            out.writeEnum(1);
            out.writeLong(Integer.MAX_VALUE - 16);
            out.writeFixed(new byte[60]);
        }));
    }

    @Test
    void elementsWithoutBytes_areRefusedBySchema() throws Exception {
        for (String element : new String[] {
            "\"null\"",
            "{\"type\":\"record\",\"name\":\"Nothing\",\"fields\":[]}",
            "{\"type\":\"record\",\"name\":\"Nulls\",\"fields\":[{\"name\":\"a\",\"type\":\"null\"}]}",
            "{\"type\":\"fixed\",\"name\":\"Zero\",\"size\":0}"
        }) {
            GenericWriter writer = writer("{\"type\":\"array\",\"items\":" + element + "}");

            UndecodableException e = assertRefused(writer.encodeRaw(out -> out.writeLong(1L << 60)));
            assertThat(e.cause()).isEqualTo(Cause.SCHEMA_MISMATCH);
            assertThat(e).hasMessageContaining("UploadEvent.bomb[] may hold any number of elements in a few bytes");
        }
    }

    @Test
    void recordsNestedInPairs_areRefusedBySchema() throws Exception {
        StringBuilder nested = new StringBuilder("{\"type\":\"record\",\"name\":\"R0\",\"fields\":[]}");
        for (int i = 1; i <= 30; i++) {
            nested.insert(0, "{\"type\":\"record\",\"name\":\"R" + i + "\",\"fields\":[{\"name\":\"a\",\"type\":");
            nested.append("},{\"name\":\"b\",\"type\":\"R" + (i - 1) + "\"}]}");
        }

        UndecodableException e =
                assertRefused(writer(nested.toString()).encodeRaw(out -> out.writeFixed(new byte[60])));
        assertThat(e.cause()).isEqualTo(Cause.SCHEMA_MISMATCH);
        assertThat(e).hasMessageContaining("may need more than 20000 steps");
    }

    @Test
    void schemaThatContainsItself_isRefused() throws Exception {
        for (String type : new String[] {
            "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"L\"]}]}",
            "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"next\",\"type\":{\"type\":\"array\",\"items\":\"L\"}}]}",
            "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"next\",\"type\":{\"type\":\"map\",\"values\":\"L\"}}]}"
        }) {
            byte[] links = new byte[1 << 20];
            Arrays.fill(links, (byte) 2);

            UndecodableException e = assertRefused(writer(type).encodeRaw(out -> out.writeFixed(links)));
            assertThat(e.cause()).isEqualTo(Cause.SCHEMA_MISMATCH);
            assertThat(e).hasMessageContaining("contains itself");
        }
    }

    @Test
    void deeplyNestedSchema_isRefused() throws Exception {
        String type = "{\"type\":\"array\",\"items\":".repeat(40) + "\"int\"" + "}".repeat(40);

        UndecodableException e = assertRefused(writer(type).encodeRaw(out -> out.writeFixed(new byte[60])));
        assertThat(e.cause()).isEqualTo(Cause.SCHEMA_MISMATCH);
        assertThat(e).hasMessageContaining("nested more than 32 levels deep");
    }

    @Test
    void classesNamedByASchema_areNeverLoaded() throws Exception {
        String trap = Trap.class.getName();
        for (String type : new String[] {
            "{\"type\":\"string\",\"java-class\":\"" + trap + "\"}",
            "{\"type\":\"record\",\"name\":\"" + trap.replace('$', '_') + "\",\"java-class\":\"" + trap
                    + "\",\"fields\":[]}",
            "{\"type\":\"map\",\"values\":\"string\",\"java-key-class\":\"" + trap + "\"}",
            "{\"type\":\"array\",\"items\":\"string\",\"java-class\":\"" + trap + "\"}"
        }) {
            GenericWriter writer = writer(type);
            decoder.decode(writer.encodeRaw(out -> {
                if (type.contains("record")) {
                    out.writeFixed(new byte[0]);
                } else {
                    out.writeLong(0);
                }
                out.writeFixed(good, 5, good.length - 5);
            }));
        }
        Schema poisoned = SchemaText.parse(SchemaText.of(UploadEvent.getClassSchema())
                .replace(
                        "\"name\":\"contentId\",\"type\":\"string\"",
                        "\"name\":\"contentId\",\"type\":{\"type\":\"string\",\"java-class\":\"" + trap + "\"}"));
        GenericWriter writer = new GenericWriter(registry, poisoned, "poisoned");
        assertThat(decoder.decode(writer.encodeRaw(out -> out.writeFixed(good, 5, good.length - 5))))
                .isEqualTo(upload);
        assertThat(Trap.SPRUNG).hasValue(0);
    }

    @Test
    void classesOutsideOurPackage_areNoRecordsOfOurs() {
        assertThat(new OwnRecords(UploadEvent.class)
                        .getClass(new Schema.Parser()
                                .parse("{\"type\":\"record\",\"name\":\"java.lang.Runtime\",\"fields\":[]}")))
                .isNull();
        assertThat(new OwnRecords(UploadEvent.class).getClass(ModerationDecision.getClassSchema()))
                .as("not within an upload")
                .isNull();
    }

    @Test
    void randomDamage_isTheRecordsFaultAndCheap() throws Exception {
        Random random = new Random(20261124);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int undamaged = 0;
        int rounds = 10_000;
        for (int i = 0; i < rounds; i++) {
            byte[] data = damaged(random);
            try {
                decoder.decode(data);
                undamaged++;
            } catch (UndecodableException e) {
                assertThat(e.cause()).isNotNull();
            }
        }
        assertThat(undamaged).isBetween(1, rounds / 2);
        assertThat((THREADS.getCurrentThreadAllocatedBytes() - before) / rounds).isLessThan(100_000);
        assertThat(decoder.decode(good)).isEqualTo(upload);
    }

    private byte[] damaged(Random random) {
        byte[] data = good.clone();
        int at = 5 + random.nextInt(data.length - 5);
        switch (random.nextInt(5)) {
            case 0 -> data[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(data, at, data.length, (byte) random.nextInt());
            case 2 -> {
                byte[] noise = new byte[Math.min(12, data.length - at)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, data, at, noise.length);
            }
            case 3 -> {
                byte[] noise = new byte[data.length - 5];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, data, 5, noise.length);
            }
            default -> data = Arrays.copyOf(data, at);
        }
        return data;
    }

    private static void writeUpToTexts(BinaryEncoder out) throws IOException {
        out.writeIndex(0);
        out.writeEnum(1);
        out.writeString("c");
        out.writeLong(0);
        out.writeString("u");
        out.writeIndex(0);
        out.writeLong(0);
        out.writeString("ID");
        out.writeIndex(0);
        out.writeBoolean(true);
    }

    /** A writer whose schema is ours with a field of some type in front. */
    private GenericWriter writer(String type) throws RegistryUnavailableException {
        String schema = SchemaText.of(UploadEvent.getClassSchema())
                .replace(
                        "\"fields\":[{\"name\":\"eventId\"",
                        "\"fields\":[{\"name\":\"bomb\",\"type\":" + type + "},{\"name\":\"eventId\"");
        return new GenericWriter(registry, SchemaText.parse(schema), "bombs-" + type.hashCode());
    }

    private UndecodableException assertRefused(byte[] data) {
        long start = System.nanoTime();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        UndecodableException e = catchThrowableOfType(UndecodableException.class, () -> decoder.decode(data));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(CHEAP_BYTES);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CHEAP_TIME);
        assertThat(e).isNotNull();
        return e;
    }

    /** Tells when it is made. */
    public static final class Trap {
        static final AtomicInteger SPRUNG = new AtomicInteger();

        public Trap(String text) {
            SPRUNG.incrementAndGet();
        }

        public Trap() {
            SPRUNG.incrementAndGet();
        }
    }
}
