package dev.saring.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Keeps secrets out of whatever is printed. Errs on the side of masking. */
final class Secrets {
    private static final String MASK = "***";
    private static final Pattern SECRET_NAME = Pattern.compile(
            "password|passwd|pwd|secret|token|jaas|credential|user\\.info|userinfo|private|passphrase|\\.key$|^key$");
    private static final Pattern USER_IN_URL = Pattern.compile("(?<=//)[^/@\\s]+(?=@)");

    private Secrets() {}

    static boolean isSecret(String name) {
        return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** The value, or as much of it as anyone may read. */
    static String masked(String name, String value) {
        return isSecret(name) ? MASK : USER_IN_URL.matcher(value).replaceAll(MASK);
    }
}
