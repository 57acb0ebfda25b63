package dev.saring.classify.text;

import java.util.Random;

/** Texts that try to break a reader of Unicode, from a seed. */
final class HostileText {
    private static final String[] PIECES = {
        "slot",
        "gacor",
        "s",
        "l",
        "o",
        "t",
        "4",
        "0",
        "1",
        "5",
        "$",
        "@",
        "!",
        "*",
        "**",
        " ",
        "  ",
        "\n",
        ".",
        "-",
        "_",
        "#",
        "\u0301",
        "\u0336",
        "\u20E3",
        "\uFE0F",
        "\u200B",
        "\u200D",
        "\u202E",
        "\u2066",
        "\u2069",
        "\uFEFF",
        "\uD83D",
        "\uDE00",
        "\uD835",
        "\uDC00",
        "😀",
        "𝐬",
        "𝟎",
        "🅻",
        "🇸",
        "ѕ",
        "о",
        "ф",
        "α",
        "ɐ",
        "ʇols",
        "ﬁ",
        "ﷺ",
        "ß",
        "İ",
        "ı",
        "ſ",
        "の",
        "中",
        "ก",
        "ᆢ",
        "각",
        "\u0000",
        "\u007F",
        "\u00AD",
        "\uFFFF",
        "\uFFFD",
        "\uDB40\uDC61",
        "anjing",
        "nya",
        "di",
        "2",
        "a",
        "A",
        "aaaa"
    };

    private HostileText() {}

    static String next(Random random) {
        StringBuilder text = new StringBuilder();
        int pieces = random.nextInt(24);
        for (int i = 0; i < pieces; i++) {
            switch (random.nextInt(12)) {
                case 0 -> text.append((char) random.nextInt(0x10000));
                case 1 -> text.appendCodePoint(random.nextInt(0x110000));
                case 2 -> text.append(PIECES[random.nextInt(PIECES.length)].repeat(1 + random.nextInt(70)));
                default -> text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }
}
