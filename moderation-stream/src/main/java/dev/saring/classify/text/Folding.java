package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.text.Normalizer;

/** Folds text to the form on which phrases are compared. */
public final class Folding {
    private Folding() {}

    /** The folded form of a text: equal for texts that the fold does not tell apart. */
    public static String fold(CharSequence text, Fold fold) {
        ScanBuffers buffers = new ScanBuffers();
        fold(text, fold, buffers);
        return new String(buffers.folded, 0, buffers.length);
    }

    static void fold(CharSequence text, Fold fold, ScanBuffers out) {
        out.length = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = Character.codePointAt(text, at);
            int next = at + Character.charCount(codePoint);
            if (codePoint < 0x80) {
                char c = (char) codePoint;
                out.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c, at, next);
            } else {
                foldCodePoint(codePoint, at, next, fold, out);
            }
            at = next;
        }
    }

    private static void foldCodePoint(int codePoint, int start, int end, Fold fold, ScanBuffers out) {
        boolean exact = fold == Fold.EXACT;
        String folded = Normalizer.normalize(
                Character.toString(codePoint), exact ? Normalizer.Form.NFKC : Normalizer.Form.NFKD);
        folded = folded.toLowerCase(java.util.Locale.ROOT);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (exact || !isDropped(c)) {
                out.append(c, start, end);
            }
        }
    }

    private static boolean isDropped(char c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT
                || type == Character.CONTROL && !Character.isWhitespace(c);
    }
}
