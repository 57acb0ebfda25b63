package dev.saring.serde;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the registry is. Its text shows no credentials, though a URL may carry some. */
record RegistryAddress(List<String> urls) {
    static final String SETTING = "schema.registry.url";

    private static final String MOCK = "mock://";
    private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s]*@");

    static RegistryAddress of(Map<String, ?> settings) {
        Object value = settings.get(SETTING);
        List<String> urls = value == null
                ? List.of()
                : Arrays.stream(value.toString().split(","))
                        .map(String::strip)
                        .filter(url -> !url.isEmpty())
                        .toList();
        if (urls.isEmpty()) {
            throw new RegistrySettingsException(
                    SETTING + " is missing. Set it to the URL of the schema registry, such as http://localhost:8081");
        }
        return new RegistryAddress(urls);
    }

    /** True for an in-memory registry of this process. */
    boolean isMock() {
        return urls.get(0).startsWith(MOCK);
    }

    /** Returns the message of a failure without credentials. */
    String redact(Throwable failure) {
        return redact(String.valueOf(failure.getMessage()));
    }

    /** Returns a failure to chain, unless its message would show credentials. */
    Throwable cause(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each.getMessage() != null
                    && USER_INFO.matcher(each.getMessage()).find()) {
                return null;
            }
        }
        return failure;
    }

    @Override
    public String toString() {
        return urls.stream().map(RegistryAddress::redact).collect(Collectors.joining(", "));
    }

    private static String redact(String text) {
        return USER_INFO.matcher(text).replaceAll("//");
    }
}
