package dev.saring.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Saring that runs. */
public final class ApplicationVersion {
    private static final String VERSION = read();

    private ApplicationVersion() {}

    /** The version as the build wrote it, such as {@code 0.1.0}. */
    public static String get() {
        return VERSION;
    }

    private static String read() {
        Properties build = new Properties();
        try (InputStream in = ApplicationVersion.class.getResourceAsStream("/dev/saring/build.properties")) {
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("dev/saring/build.properties in the jar cannot be read", e);
        }
        return build.getProperty("version");
    }
}
