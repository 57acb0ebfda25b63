package dev.saring.classify.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Hashes as big-endian words of 64 bits. */
final class Hash256 {
    /** Bytes of a PDQ or SHA-256 hash. */
    static final int BYTES = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Hash256() {}

    /** The {@code index}-th word of a hash. */
    static long word(byte[] hash, int index) {
        return (long) LONG.get(hash, index * Long.BYTES);
    }

    /** @throws IllegalArgumentException if the hash has not {@code bytes} bytes */
    static void requireLength(String what, byte[] hash, int bytes) {
        if (hash.length != bytes) {
            throw new IllegalArgumentException("a " + what + " hash has " + bytes + " bytes (" + 2 * bytes
                    + " hexadecimal digits), but this one has " + hash.length);
        }
    }
}
