package dev.saring.classify;

import dev.saring.moderation.HashMatch;
import dev.saring.moderation.KeywordMatch;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadText;

/** Writes matches down as records. */
final class DecisionParts {
    private DecisionParts() {}

    static KeywordMatch of(Match.Phrase match, UploadEvent upload) {
        Rule rule = match.rule();
        UploadText text = upload.getTexts().get(match.index());
        return new KeywordMatch(
                rule.id(),
                rule.terms().policy().code(),
                rule.terms().mode(),
                match.keyword().fold(),
                match.index(),
                text.getField(),
                match.start(),
                match.end(),
                text.getText().substring(match.start(), match.end()));
    }

    static HashMatch of(Match.Hash match, UploadEvent upload) {
        Rule rule = match.rule();
        return new HashMatch(
                rule.id(),
                rule.terms().policy().code(),
                rule.terms().mode(),
                match.algorithm(),
                upload.getMedia().get(match.index()).getMediaId(),
                match.distance() == Signals.NO_DISTANCE ? null : match.distance(),
                Double.isNaN(match.uploadShare()) ? null : match.uploadShare(),
                Double.isNaN(match.bankShare()) ? null : match.bankShare());
    }

    /** The language of a BCP 47 tag in lower case, or empty. */
    static String primarySubtag(String tag) {
        if (tag == null) {
            return "";
        }
        int end = 0;
        while (end < tag.length() && isAsciiLetter(tag.charAt(end))) {
            end++;
        }
        return tag.substring(0, end).toLowerCase(java.util.Locale.ROOT);
    }

    private static boolean isAsciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
