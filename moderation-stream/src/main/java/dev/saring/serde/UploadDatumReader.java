package dev.saring.serde;

import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.MediaHash;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.moderation.VideoFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;

/**
 * Reads uploads that were written with our own schema, field by field: nothing has to be resolved. Gives what Avro's own
 * reader gives, and fails where it fails. Follows the schema by hand: a test compares it with Avro's reader, on random
 * uploads and on damaged ones. For {@link BoundedDecoder}, which refuses arrays that claim more than there is.
 */
final class UploadDatumReader implements DatumReader<UploadEvent> {
    private static final UploadKind[] KINDS = UploadKind.values();
    private static final TextField[] FIELDS = TextField.values();
    private static final MediaKind[] MEDIA_KINDS = MediaKind.values();
    private static final HashAlgorithm[] ALGORITHMS = HashAlgorithm.values();

    /** One element of an array. */
    private interface Element<T> {
        T read(Decoder in) throws IOException;
    }

    @Override
    public void setSchema(Schema schema) {
        throw new UnsupportedOperationException("reads one schema only");
    }

    @Override
    public UploadEvent read(UploadEvent reuse, Decoder in) throws IOException {
        UploadEvent upload = new UploadEvent();
        upload.setEventId(optionalString(in));
        upload.setKind(constant(KINDS, in));
        upload.setContentId(in.readString());
        upload.setRevision(in.readLong());
        upload.setUploaderId(in.readString());
        upload.setUploaderAge(optionalInt(in));
        upload.setUploadedAt(Instant.ofEpochMilli(in.readLong()));
        upload.setRegion(in.readString());
        upload.setLanguage(optionalString(in));
        upload.setComplete(in.readBoolean());
        upload.setTexts(array(UploadDatumReader::text, in));
        upload.setMedia(array(UploadDatumReader::medium, in));
        upload.setAttributes(strings(in));
        return upload;
    }

    private static UploadText text(Decoder in) throws IOException {
        return new UploadText(constant(FIELDS, in), optionalString(in), in.readString());
    }

    private static UploadMedia medium(Decoder in) throws IOException {
        return new UploadMedia(
                in.readString(),
                constant(MEDIA_KINDS, in),
                optionalString(in),
                optionalString(in),
                array(UploadDatumReader::hash, in),
                array(UploadDatumReader::frame, in));
    }

    private static MediaHash hash(Decoder in) throws IOException {
        return new MediaHash(constant(ALGORITHMS, in), bytes(in), optionalInt(in));
    }

    private static VideoFrame frame(Decoder in) throws IOException {
        return new VideoFrame(in.readLong(), bytes(in), in.readInt());
    }

    private static ByteBuffer bytes(Decoder in) throws IOException {
        return in.readBytes(null);
    }

    private static <E> E constant(E[] constants, Decoder in) throws IOException {
        int ordinal = in.readEnum();
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new AvroRuntimeException("no symbol " + ordinal + " of " + constants.length);
        }
        return constants[ordinal];
    }

    private static boolean present(Decoder in) throws IOException {
        int branch = in.readIndex();
        if (branch < 0 || branch > 1) {
            throw new AvroRuntimeException("no branch " + branch + " of 2");
        }
        return branch == 1;
    }

    private static String optionalString(Decoder in) throws IOException {
        return present(in) ? in.readString() : null;
    }

    private static Integer optionalInt(Decoder in) throws IOException {
        return present(in) ? (Integer) in.readInt() : null;
    }

    private static <T> List<T> array(Element<T> element, Decoder in) throws IOException {
        long size = in.readArrayStart();
        List<T> list = new ArrayList<>((int) size);
        for (; size > 0; size = in.arrayNext()) {
            for (long i = 0; i < size; i++) {
                list.add(element.read(in));
            }
        }
        return list;
    }

    private static Map<String, String> strings(Decoder in) throws IOException {
        Map<String, String> map = new HashMap<>();
        for (long size = in.readMapStart(); size > 0; size = in.mapNext()) {
            for (long i = 0; i < size; i++) {
                map.put(in.readString(), in.readString());
            }
        }
        return map;
    }
}
