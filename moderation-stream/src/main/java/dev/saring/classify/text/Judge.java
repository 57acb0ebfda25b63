package dev.saring.classify.text;

import dev.saring.moderation.Fold;

/**
 * Decides whether a candidate of the {@link Trie} is a hit.
 *
 * <p>The tree holds letters only, folded as far as any fold goes, so that one pass serves all rules. A candidate
 * is then compared letter by letter under its own fold, and what stands between and around the letters in the original
 * is weighed: word boundaries, letters set apart, words run together, honest words of other scripts, ordinary words.
 * A candidate costs the letters that it spans, and most fall at the first boundary. The thresholds are explained in
 * {@code RATIONALE.md}.
 */
final class Judge {
    /** Longer stretches between two letters set apart are never looked across, in UTF-16 units. */
    private static final int LONGEST_GAP = 16;

    /** From this many letters on a phrase may be run together or broken into groups. */
    static final int LONG_PHRASE = 8;

    /** From this many letters on a change of style or case ends a word under {@code STRONG}. */
    static final int MIDDLE_PHRASE = 5;

    /** From this many letters on one doubled letter is looked through. */
    private static final int DOUBLED_PHRASE = 4;

    /** Up to this many letters a phrase with an affix must not be an ordinary word. */
    private static final int SHORT_STEM = 4;

    /** More stretched letters that are set apart are no word but a row. */
    static final int MOST_REPEATS_APART = 8;

    private final ScanBuffers buffers;
    private final Letters text;
    private final Gaps gaps;
    private Pattern pattern;

    private int unexpectedGaps;
    private int missingGaps;
    private boolean spaced;
    private boolean sentenceBreak;
    private int substitutions;
    private int plainMatches;
    private int letterMatches;
    private boolean letterForDigit;
    private boolean doubled;
    private boolean likenessUsed;

    Judge(ScanBuffers buffers) {
        this.buffers = buffers;
        this.text = buffers.letters;
        this.gaps = new Gaps(buffers);
    }

    /**
     * Reports the hit of a pattern, if it is one.
     *
     * @param from the letter at which the pattern begins; an open start is moved to the last letter that will do
     * @param lastRun the letter at which its last run of equal symbols was reached
     */
    void judge(Pattern candidate, int from, int lastRun, HitSink hits) {
        pattern = candidate;
        int start = candidate.openStart && candidate.runs > 1 ? latestStart(from) : from;
        int end = startsHere(start) ? firstEnd(lastRun) : -1;
        if (end < 0) {
            return;
        }
        if (accepts(start, end)) {
            pattern.report(text.start[start], text.end[end], hits);
        }
    }

    /** The last letter of the run, within the word, from which the pattern's first run is still whole. */
    private int latestStart(int from) {
        int latest = text.runEnd(from) - pattern.firstRun + 1;
        int start = from;
        while (start < latest && !text.startsWord(start + 1)) {
            start++;
        }
        return start;
    }

    /** The nearest letter of the last run at which the match may end, or -1. */
    private int firstEnd(int lastRun) {
        byte symbol = text.symbol[lastRun];
        int end = lastRun + pattern.lastRun - 1;
        boolean single = symbol == Symbols.ESCAPE;
        while (end < text.count && (single ? end == lastRun : text.symbol[end] == symbol)) {
            buffers.comparisons++;
            if (endsHere(end)) {
                return end;
            }
            end++;
        }
        return -1;
    }

    private boolean startsHere(int at) {
        if (text.startsWord(at) || pattern.openStart) {
            return true;
        }
        if (pattern.form != Pattern.Form.WHOLE || text.start[at] == text.start[at - 1]) {
            return false;
        }
        return pattern.affixes.precede(text, at, pattern.length)
                || pattern.fold == Fold.STRONG && pattern.length >= MIDDLE_PHRASE && changesStyle(at - 1, at, true);
    }

    private boolean endsHere(int at) {
        if (text.endsWord(at) || pattern.openEnd) {
            return true;
        }
        if (pattern.form != Pattern.Form.WHOLE) {
            return false;
        }
        return pattern.affixes.follow(text, at, pattern.length)
                || isSaidTwice(at + 1)
                || pattern.fold == Fold.STRONG && pattern.length >= MIDDLE_PHRASE && changesStyle(at, at + 1, false);
    }

    /** Whether the phrase follows once more and ends the word, as in informal reduplication without a hyphen. */
    private boolean isSaidTwice(int from) {
        if (!pattern.affixes.areIndonesian() || from + pattern.length > text.count) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (text.plain[from + i] != pattern.plain(i) || text.gap[from + i] != 0) {
                return false;
            }
        }
        int last = from + pattern.length - 1;
        return text.endsWord(last) || pattern.affixes.follow(text, last, pattern.length);
    }

    /** Whether two letters of one word differ so much in style that the words were written together on purpose. */
    private boolean changesStyle(int left, int right, boolean phraseIsRight) {
        if (text.is(left, Letters.STYLED) != text.is(right, Letters.STYLED)) {
            return true;
        }
        boolean leftUpper = text.is(left, Letters.UPPER);
        boolean rightUpper = text.is(right, Letters.UPPER);
        boolean leftDigit = text.is(left, Letters.DIGIT);
        boolean rightDigit = text.is(right, Letters.DIGIT);
        if (leftDigit != rightDigit) {
            return pattern.length > MIDDLE_PHRASE && (phraseIsRight ? leftDigit : rightDigit == false);
        }
        if (leftDigit || leftUpper == rightUpper) {
            return false;
        }
        return rightUpper || !phraseIsRight && left > 0 && text.is(left - 1, Letters.UPPER);
    }

    private boolean accepts(int start, int end) {
        unexpectedGaps = 0;
        missingGaps = 0;
        substitutions = 0;
        plainMatches = 0;
        letterMatches = 0;
        spaced = false;
        sentenceBreak = false;
        letterForDigit = false;
        doubled = false;
        likenessUsed = false;
        if (!compare(start, end) || pattern.length < DOUBLED_PHRASE && !gaps.isFollowedBy(end, pattern.outerText)) {
            return false;
        }
        if (pattern.fold == Fold.EXACT) {
            return isExact(start, end);
        }
        if (doubled && (pattern.length < DOUBLED_PHRASE || text.isWithinOrdinaryWord(start, end))) {
            return false;
        }
        if (likenessUsed && !Scripts.isDisguised(text, start, end)) {
            return false;
        }
        if (pattern.affixes != Affixes.NONE
                && pattern.length <= SHORT_STEM
                && hasAffix(start, end)
                && text.isWithinOrdinaryWord(start, end)) {
            return false;
        }
        if (pattern.form == Pattern.Form.ABBREVIATED) {
            return unexpectedGaps + substitutions == 0 && !doubled && !text.isOrdinaryWord(start, end);
        }
        return pattern.fold != Fold.STRONG || acceptsStrong(start, end);
    }

    private boolean hasAffix(int start, int end) {
        return !text.startsWord(start) || !text.endsWord(end);
    }

    /** Compares the letters and counts what had to be looked through; false where the fold does not look so far. */
    private boolean compare(int start, int end) {
        int matched = 0;
        int runLetters = 0;
        int runPattern = 0;
        int repeatsApart = 0;
        for (int at = start; at <= end; at++) {
            buffers.comparisons++;
            if (at > start && text.symbol[at] != text.symbol[at - 1]) {
                if (!acceptsStretch(runLetters, runPattern)) {
                    return false;
                }
                runLetters = 0;
                runPattern = 0;
            }
            runLetters++;
            if (matched < pattern.length && pattern.symbol(matched) == text.symbol[at] && pairs(matched, at)) {
                if (at > start && !acceptsGap(at, pattern.gap(matched), pattern.gapText(matched), matched)) {
                    return false;
                }
                matched++;
                runPattern++;
            } else if (!stretches(matched - 1, at) || !acceptsGap(at, Pattern.JOINED, null, matched)) {
                return false;
            } else if (text.startsWord(at) && ++repeatsApart > MOST_REPEATS_APART) {
                return false;
            }
        }
        return matched == pattern.length && acceptsStretch(runLetters, runPattern);
    }

    private boolean stretches(int matched, int at) {
        return matched >= 0
                && pattern.fold != Fold.EXACT
                && pattern.symbol(matched) == text.symbol[at]
                && text.symbol[at] != Symbols.ESCAPE
                && !isDigit(pattern.plain(matched))
                && (text.plain[at] == text.plain[at - 1] || pattern.plain(matched) == text.plain[at]);
    }

    private boolean acceptsStretch(int letters, int expected) {
        if (letters == 2 && expected == 1) {
            doubled = true;
        }
        return letters >= expected;
    }

    private boolean pairs(int matched, int at) {
        int wanted = pattern.plain(matched);
        int found = text.plain[at];
        if (wanted == found) {
            plainMatches++;
            letterMatches += isDigit(found) ? 0 : 1;
            return true;
        }
        if (pattern.fold == Fold.EXACT) {
            return false;
        }
        int wantedLike = pattern.likeness(matched) == 0 ? wanted : pattern.likeness(matched);
        int foundLike = text.likeness[at] == 0 ? found : text.likeness[at];
        if (wantedLike == foundLike || text.likeness[at] == 'l' && wantedLike == 'i') {
            likenessUsed = true;
            plainMatches++;
            letterMatches += isDigit(foundLike) ? 0 : 1;
            return true;
        }
        if (pattern.fold == Fold.STRONG && substitutes(wantedLike, foundLike, text.is(at, Letters.UPPER))) {
            letterForDigit |= isDigit(wanted) && !isDigit(foundLike);
            likenessUsed |= text.likeness[at] != 0;
            substitutions++;
            return true;
        }
        return false;
    }

    /** Whether one writes the found sign for the wanted one; both have the same symbol. */
    static boolean substitutes(int wanted, int found, boolean upper) {
        if (wanted >= 0x80 || found >= 0x80) {
            return false;
        }
        boolean foundLetter = found >= 'a' && found <= 'z';
        if (wanted >= 'a' && wanted <= 'z') {
            return !foundLetter || wanted == 'l' && found == 'i' && upper;
        }
        if (!isDigit(wanted)) {
            return true;
        }
        if (!foundLetter) {
            return !isDigit(found);
        }
        return wanted == '0' || wanted == '1' || upper && (wanted == '5' || wanted == '8');
    }

    /** Whether a letter of a text is written for one of a phrase under {@code STRONG}. */
    static boolean matches(Pattern pattern, int wanted, Letters text, int at) {
        if (pattern.plain(wanted) == text.plain[at]) {
            return true;
        }
        int like = text.likeness[at] == 0 ? text.plain[at] : text.likeness[at];
        return pattern.symbol(wanted) == text.symbol[at]
                && (like == pattern.plain(wanted)
                        || substitutes(pattern.plain(wanted), like, text.is(at, Letters.UPPER)));
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /** Weighs what stands before a letter inside the match against what the phrase has there. */
    private boolean acceptsGap(int at, byte expected, String expectedText, int matched) {
        int found = text.gap[at];
        if (expected == Pattern.JOINED) {
            return found == 0 || acceptsUnexpected(at, found, matched);
        }
        boolean strong = pattern.fold == Fold.STRONG;
        if (expected == Pattern.LITERAL && (!strong || pattern.length < MIDDLE_PHRASE)) {
            return found != 0 && gaps.standsBefore(at, expectedText);
        }
        if (found == 0) {
            missingGaps++;
            return strong;
        }
        sentenceBreak |= gaps.endsSentence(at);
        return strong || pattern.fold == Fold.EXACT || (found & Letters.GAP_HARD) == 0;
    }

    private boolean acceptsUnexpected(int at, int found, int matched) {
        if (pattern.fold != Fold.STRONG || text.start[at] - text.end[at - 1] > LONGEST_GAP) {
            return false;
        }
        boolean besideDigit = matched < pattern.length && isDigit(pattern.plain(matched))
                || matched > 0 && isDigit(pattern.plain(matched - 1));
        if (besideDigit && pattern.length >= MIDDLE_PHRASE) {
            return !gaps.endsSentence(at) || text.is(at, Letters.DIGIT);
        }
        unexpectedGaps++;
        spaced |= (found & Letters.GAP_SPACE) != 0;
        sentenceBreak |= gaps.isPause(at);
        return true;
    }

    private boolean isExact(int start, int end) {
        int from = text.start[start];
        int to = text.end[end];
        for (int i = from; i < to; i++) {
            if (buffers.text[i] >= 0x80) {
                String found = new String(buffers.text, from, to - from);
                return Folding.foldPhrase(found, Fold.EXACT).equals(pattern.exact);
            }
        }
        return isExactAscii(from, to);
    }

    /** The same without a string: ASCII has its NFKC form, and white space counts once. */
    private boolean isExactAscii(int from, int to) {
        int compared = 0;
        for (int i = from; i < to; i++) {
            char c = buffers.text[i];
            boolean space = Gaps.isSpace(c);
            if (space && Gaps.isSpace(buffers.text[i - 1])) {
                continue;
            }
            char folded = space ? ' ' : c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
            if (compared == pattern.exact.length() || pattern.exact.charAt(compared++) != folded) {
                return false;
            }
        }
        return compared == pattern.exact.length();
    }

    private boolean acceptsStrong(int start, int end) {
        if (substitutions > 0 && !acceptsSubstitutions() || letterForDigit && text.isWithinOrdinaryWord(start, end)) {
            return false;
        }
        if (unexpectedGaps > 0) {
            return SetApart.isOneWord(text, start, end, pattern.length, spaced, sentenceBreak);
        }
        return !sentenceBreak
                && (missingGaps == 0 || pattern.length >= (gaps.isTag(start) ? MIDDLE_PHRASE : LONG_PHRASE));
    }

    /** Whether a pattern is a hit from one letter to another, where both are ends of words. */
    boolean isHit(Pattern candidate, int start, int end) {
        pattern = candidate;
        return accepts(start, end);
    }

    private boolean acceptsSubstitutions() {
        if (letterMatches == 0 && pattern.alphabetic > 0) {
            return false;
        }
        return pattern.length < DOUBLED_PHRASE ? substitutions == 1 : plainMatches >= 2;
    }
}
