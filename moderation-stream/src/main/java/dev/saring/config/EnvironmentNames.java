package dev.saring.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How settings are called in the environment: {@code SARING_} and the setting's name in capitals, without a leading
 * {@code saring.}; each dot becomes {@code _}, each dash {@code __}, each underscore {@code ___}, as in Confluent's
 * images. So {@code saring.rules.allow-empty} is {@code SARING_RULES_ALLOW__EMPTY}, and
 * {@code kafka.bootstrap.servers} is {@code SARING_KAFKA_BOOTSTRAP_SERVERS}.
 */
final class EnvironmentNames {
    private static final String PREFIX = "SARING_";
    private static final String OWN = "saring.";

    /** What Kubernetes puts into every container for a service that is called saring-something. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "(.*_)?(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

    private static final Pattern LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://");

    private EnvironmentNames() {}

    static boolean isSetting(String variable) {
        return variable.startsWith(PREFIX) && variable.length() > PREFIX.length();
    }

    /** Whether Kubernetes made a variable, and nobody meant it as a setting. */
    static boolean isServiceLink(String variable, String value, boolean isSetting) {
        return SERVICE_LINK.matcher(variable.substring(PREFIX.length())).matches()
                && (!isSetting || LINK_VALUE.matcher(value).lookingAt());
    }

    static String toSetting(String variable) {
        String name = variable.substring(PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("___", "\0")
                .replace("__", "-")
                .replace('_', '.')
                .replace('\0', '_');
        return PassThrough.isKafka(name) || PassThrough.isRegistry(name) ? name : OWN + name;
    }

    static String toVariable(String setting) {
        String name = setting.startsWith(OWN) ? setting.substring(OWN.length()) : setting;
        return PREFIX
                + name.replace("_", "___").replace("-", "__").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
