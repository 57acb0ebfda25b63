package dev.saring.ops;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A secret that clients must know. Comparing takes equally long wherever they are wrong. */
final class Token {
    private static final String SCHEME = "Bearer ";

    private final byte[] expected;

    /** @param token not empty */
    Token(String token) {
        this.expected = token.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a request's Authorization header carries it; null where there is none. */
    boolean isIn(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] given = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, given);
    }
}
