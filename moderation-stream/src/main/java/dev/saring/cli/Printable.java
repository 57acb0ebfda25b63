package dev.saring.cli;

/** Text from outside on a terminal: it must not break lines nor steer. */
final class Printable {
    private static final int LONGEST = 2_000;

    private Printable() {}

    /** The text with control and format characters escaped, cut after 2,000 characters. */
    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                printable.append(String.format("\\u%04x", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }
}
