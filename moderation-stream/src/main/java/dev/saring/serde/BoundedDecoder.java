package dev.saring.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Avro's decoder of bytes in memory, which lets no array or map claim more elements than there are bytes left.
 *
 * <p>Avro's own readers check that themselves. The code that it generates into records, which is faster, does not: it
 * makes room for as many elements as are claimed. Elements take a byte or more, see {@link WriterSchemas}.
 */
final class BoundedDecoder extends Decoder {
    private BinaryDecoder bytes;

    /** Starts at a place in an array, to go on to its end. */
    void reset(byte[] data, int from) {
        bytes = DecoderFactory.get().binaryDecoder(data, from, data.length - from, bytes);
    }

    @Override
    public int remainingBytes() {
        return bytes.remainingBytes();
    }

    @Override
    public long readArrayStart() throws IOException {
        return bounded(bytes.readArrayStart());
    }

    @Override
    public long arrayNext() throws IOException {
        return bounded(bytes.arrayNext());
    }

    @Override
    public long skipArray() throws IOException {
        return bounded(bytes.skipArray());
    }

    @Override
    public long readMapStart() throws IOException {
        return bounded(bytes.readMapStart());
    }

    @Override
    public long mapNext() throws IOException {
        return bounded(bytes.mapNext());
    }

    @Override
    public long skipMap() throws IOException {
        return bounded(bytes.skipMap());
    }

    private long bounded(long elements) throws EOFException {
        if (elements > bytes.remainingBytes()) {
            throw new EOFException(elements + " elements in " + bytes.remainingBytes() + " bytes");
        }
        return elements;
    }

    @Override
    public void readNull() throws IOException {
        bytes.readNull();
    }

    @Override
    public boolean readBoolean() throws IOException {
        return bytes.readBoolean();
    }

    @Override
    public int readInt() throws IOException {
        return bytes.readInt();
    }

    @Override
    public long readLong() throws IOException {
        return bytes.readLong();
    }

    @Override
    public float readFloat() throws IOException {
        return bytes.readFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return bytes.readDouble();
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return bytes.readString(old);
    }

    @Override
    public String readString() throws IOException {
        return bytes.readString();
    }

    @Override
    public void skipString() throws IOException {
        bytes.skipString();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        return bytes.readBytes(old);
    }

    @Override
    public void skipBytes() throws IOException {
        bytes.skipBytes();
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        bytes.readFixed(target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        bytes.skipFixed(length);
    }

    @Override
    public int readEnum() throws IOException {
        return bytes.readEnum();
    }

    @Override
    public int readIndex() throws IOException {
        return bytes.readIndex();
    }
}
