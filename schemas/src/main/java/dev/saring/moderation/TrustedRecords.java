package dev.saring.moderation;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the generated classes of this package, and no others beside Avro's own list of plain JDK types, may
 * be made from schemas. Avro refuses every class that it was not told to trust, since a schema that comes with the data
 * could otherwise name any class on the path (CVE-2024-47561).
 */
public final class TrustedRecords {
    private static final String PACKAGE = TrustedRecords.class.getPackageName();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT_TRUSTED_CLASSES, type -> PACKAGE.equals(type.getPackageName())));
    }

    private TrustedRecords() {}

    /** Makes sure that it has been told; to be called before records are built, read or copied. */
    public static void register() {
        // Loading the class has done it.
    }
}
