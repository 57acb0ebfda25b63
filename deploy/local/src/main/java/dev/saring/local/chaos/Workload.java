package dev.saring.local.chaos;

import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadText;
import dev.saring.serde.json.InvalidRecordException;
import dev.saring.serde.json.UploadJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The records of a run by their number: a pure function of seed and number, so that any of them can be made again when
 * its decision is checked. Uploads are the sample uploads under contentIds of their own, with an edit now and then, and
 * with words that the changing rules look for.
 */
final class Workload {
    /** How many different words the changing rules look for. */
    static final int WORDS = 40;

    /** What a record is, and what must become of it. */
    enum Kind {
        /** Decided. */
        UPLOAD(null),
        /** An event of the kind DELETE: nothing. */
        DELETE_EVENT(null),
        /** No value: nothing. */
        TOMBSTONE(null),
        /** Dead letters, of the cause given. */
        NO_KEY("KEY_MISSING"),
        OTHER_KEY("KEY_MISMATCH"),
        EMPTY("EMPTY"),
        NOT_AVRO("NOT_CONFLUENT_FORMAT"),
        CUT_SHORT("TRUNCATED"),
        UNKNOWN_ID("UNKNOWN_SCHEMA");

        private static final Kind[] UNREADABLE = {NO_KEY, OTHER_KEY, EMPTY, NOT_AVRO, CUT_SHORT, UNKNOWN_ID};
        private final String cause;

        Kind(String cause) {
            this.cause = cause;
        }

        /** The cause of its dead letter; null where there is none. */
        String cause() {
            return cause;
        }

        boolean isDeletion() {
            return this == DELETE_EVENT || this == TOMBSTONE;
        }

        /** Whether the upload can be read, be it a dead letter for other reasons. */
        boolean isReadable() {
            return this == UPLOAD || this == DELETE_EVENT || this == NO_KEY || this == OTHER_KEY;
        }
    }

    /**
     * A record.
     *
     * @param key its key as text; null for none
     * @param upload what its value says, or said before it was spoilt
     */
    record Item(Kind kind, String key, UploadEvent upload) {}

    /** An id that no registry of a run comes to. */
    private static final int UNKNOWN_SCHEMA_ID = 1_999_999_999;

    private static final int PREFIX = 5;
    private static final double DELETION_SHARE = 0.02;
    private static final double UNREADABLE_SHARE = 0.02;
    private static final double WORD_SHARE = 0.2;
    private static final double EDIT_SHARE = 0.2;
    /** Every so many numbers one is sure to be new content, which others may edit or delete. */
    private static final int NEW_EVERY = 4;

    private static final int EDITED_WITHIN = 2_000;

    private final long seed;
    private final List<UploadEvent> samples;

    Workload(long seed, List<UploadEvent> samples) {
        this.seed = seed;
        this.samples = List.copyOf(samples);
    }

    /** The sample uploads of a file of JSON lines, without deletions. */
    static List<UploadEvent> samples(Path file) {
        List<UploadEvent> samples = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                UploadEvent upload = new UploadJson().read(line);
                if (upload.getKind() != UploadKind.DELETE) {
                    samples.add(upload);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        } catch (InvalidRecordException e) {
            throw new IllegalStateException(file + " holds a line that is no upload: " + e.getMessage(), e);
        }
        return samples;
    }

    /** The word of a number below {@link #WORDS}: nothing that any other rule looks for. */
    static String word(int number) {
        return "kataujikekacauan" + (char) ('a' + number / 10) + (char) ('a' + number % 10);
    }

    /** What the record of a number is. */
    Item item(int number) {
        SplittableRandom random = random(number);
        double share = random.nextDouble();
        boolean fresh = number % NEW_EVERY == 0;
        boolean edits = !fresh && random.nextDouble() < EDIT_SHARE;
        boolean deletes = !fresh && share < DELETION_SHARE;
        int content = edits || deletes ? earlier(number, random) : number;
        UploadEvent upload = upload(number, content, edits, random);
        if (deletes) {
            upload.setKind(UploadKind.DELETE);
            return new Item(random.nextBoolean() ? Kind.TOMBSTONE : Kind.DELETE_EVENT, upload.getContentId(), upload);
        }
        if (share > 1 - UNREADABLE_SHARE) {
            Kind kind = Kind.UNREADABLE[random.nextInt(Kind.UNREADABLE.length)];
            String key = switch (kind) {
                case NO_KEY -> null;
                case OTHER_KEY -> upload.getContentId() + "-other";
                default -> upload.getContentId();
            };
            return new Item(kind, key, upload);
        }
        return new Item(Kind.UPLOAD, upload.getContentId(), upload);
    }

    /**
     * The value of a record.
     *
     * @param encoded its upload in Confluent's wire format; changed by this
     */
    byte[] value(int number, Kind kind, byte[] encoded) {
        return switch (kind) {
            case UPLOAD, DELETE_EVENT, NO_KEY, OTHER_KEY -> encoded;
            case TOMBSTONE -> null;
            case EMPTY -> new byte[0];
            case NOT_AVRO -> ("no Avro at all, " + number).getBytes(StandardCharsets.UTF_8);
            case CUT_SHORT ->
                java.util.Arrays.copyOf(
                        encoded,
                        PREFIX
                                + (int) ((encoded.length - PREFIX)
                                        * random(~number).nextDouble()));
            case UNKNOWN_ID -> SchemaGenerations.withId(encoded, UNKNOWN_SCHEMA_ID);
        };
    }

    private static int earlier(int number, SplittableRandom random) {
        int back = 1 + random.nextInt(EDITED_WITHIN);
        int earlier = Math.max(0, number - back);
        return earlier - earlier % NEW_EVERY;
    }

    private UploadEvent upload(int number, int content, boolean edit, SplittableRandom random) {
        UploadEvent sample = samples.get(random.nextInt(samples.size()));
        List<UploadText> texts = new ArrayList<>(sample.getTexts());
        if (random.nextDouble() < WORD_SHARE) {
            texts.add(new UploadText(
                    TextField.COMMENT, null, "lihat " + word(random.nextInt(WORDS)) + " nomor " + number));
        }
        return UploadEvent.newBuilder(sample)
                .setEventId("event-" + number)
                .setKind(edit ? UploadKind.EDIT : UploadKind.CREATE)
                .setContentId("content-" + content)
                .setRevision(edit ? number : 0)
                .setUploadedAt(Instant.ofEpochSecond(1_790_000_000L + number))
                .setTexts(texts)
                .build();
    }

    private SplittableRandom random(int number) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
    }
}
