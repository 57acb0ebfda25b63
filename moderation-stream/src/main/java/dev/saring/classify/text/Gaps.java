package dev.saring.classify.text;

/** What stands between, before and behind the letters of a text. */
final class Gaps {
    private final ScanBuffers buffers;
    private final Letters text;

    Gaps(ScanBuffers buffers) {
        this.buffers = buffers;
        this.text = buffers.letters;
    }

    /** Whether the gap before a letter is a punctuation mark and white space after it, as between sentences. */
    boolean endsSentence(int at) {
        return isSpacedPunctuation(at) && isPunctuationMark(buffers.text[text.end[at - 1]]);
    }

    /** Whether the gap before a letter holds white space and a punctuation mark anywhere. */
    boolean isPause(int at) {
        if (isSpacedPunctuation(at)) {
            for (int i = text.end[at - 1]; i < text.start[at]; i++) {
                if (isPunctuationMark(buffers.text[i])) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isSpacedPunctuation(int at) {
        int both = Letters.GAP_SPACE | Letters.GAP_HARD;
        return (text.gap[at] & both) == both;
    }

    private static boolean isPunctuationMark(char c) {
        return switch (c) {
            case '.', ',', ';', ':', '!', '?', '\u2026' -> true;
            default -> false;
        };
    }

    /** Whether the punctuation before a letter is just this. */
    boolean standsBefore(int at, String punctuation) {
        int matched = 0;
        for (int i = text.end[at - 1]; i < text.start[at]; i++) {
            char c = buffers.text[i];
            int kind = CharacterTable.kind(CharacterTable.meaning(c));
            if (kind == CharacterTable.OTHER) {
                if (matched == punctuation.length() || punctuation.charAt(matched) != c) {
                    return false;
                }
                matched++;
            }
        }
        return matched == punctuation.length();
    }

    /** Whether this punctuation stands behind a letter, white space aside. */
    boolean isFollowedBy(int letter, String wanted) {
        int at = text.end[letter];
        for (int i = 0; i < wanted.length(); i++) {
            while (at < buffers.length && isSpace(buffers.text[at])) {
                at++;
            }
            if (at >= buffers.length || buffers.text[at++] != wanted.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a number sign makes a tag of the word, in which words are always run together. */
    boolean isTag(int start) {
        int at = text.start[start];
        return at > 0 && buffers.text[at - 1] == '#';
    }

    static boolean isSpace(char c) {
        return CharacterTable.kind(CharacterTable.meaning(c)) == CharacterTable.SPACE;
    }
}
