package dev.saring.classify.hash;

/** Scratch space for look-ups in a {@link HashBankView}: one for each thread, reused from look-up to look-up. */
public final class HashBuffers {
    public HashBuffers() {}
}
