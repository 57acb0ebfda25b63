package dev.saring.classify.hash;

import java.util.HexFormat;

/**
 * The PDQ hash of an image.
 *
 * @param value 32 bytes, in the order in which PDQ hashes are written in hexadecimal
 * @param quality 0 to 100: how much there is to see in the image; a hash of low quality (below 50) says little
 */
public record PdqHash(byte[] value, int quality) {
    /** The hash in hexadecimal: 64 digits, lower case. */
    public String hex() {
        return HexFormat.of().formatHex(value);
    }
}
