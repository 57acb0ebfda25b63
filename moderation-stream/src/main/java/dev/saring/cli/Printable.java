package dev.saring.cli;

/** Text from outside, such that it neither breaks lines nor steers a terminal. */
final class Printable {
    private static final int LONGEST = 2_000;

    private Printable() {}

    /** At most 2,000 characters, with escapes for those that do not print. */
    static String of(String text) {
        return of(text, LONGEST);
    }

    /** At most so many characters, with escapes for those that do not print. */
    static String of(String text, int most) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(most).forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            if (hidden) {
                printable.append(String.format("\\u%04x", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }
}
