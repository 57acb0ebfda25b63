package dev.saring.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Saring that runs. */
public final class ApplicationVersion {
    private static final Properties BUILD = read();

    private ApplicationVersion() {}

    /** The version as the build wrote it, such as {@code 0.1.0}. */
    public static String get() {
        return BUILD.getProperty("version");
    }

    /** The commit that it was built from, abbreviated; {@code unknown} where it was built without Git. */
    public static String revision() {
        return BUILD.getProperty("revision");
    }

    private static Properties read() {
        Properties build = new Properties();
        try (InputStream in = ApplicationVersion.class.getResourceAsStream("/dev/saring/build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("dev/saring/build.properties in the jar cannot be read", e);
        }
        return build;
    }
}
