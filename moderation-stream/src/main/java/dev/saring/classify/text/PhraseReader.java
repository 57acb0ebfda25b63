package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns phrases into patterns, equal phrases into one. */
final class PhraseReader {
    private static final String VOWELS = "aiueo";
    private static final int SHORTEST_ABBREVIATED = 5;
    private static final int SHORTEST_ABBREVIATION = 4;

    private record Key(String text, Fold fold, boolean openStart, boolean openEnd, Affixes affixes) {}

    private final Alphabet alphabet;
    private final ScanBuffers buffers = new ScanBuffers();

    PhraseReader(Alphabet alphabet) {
        this.alphabet = alphabet;
    }

    /** Adds the characters that a phrase needs beyond the common symbols. */
    static void addCharacters(String phrase, Alphabet alphabet) {
        boolean letters = phrase.codePoints().anyMatch(c -> isLetter(CharacterTable.meaning(c)));
        phrase.codePoints().filter(c -> c >= 0x80).forEach(c -> {
            int meaning = CharacterTable.meaning(c);
            if (isLetter(meaning)) {
                addLetters(c, meaning, alphabet);
            } else if (!letters && CharacterTable.kind(meaning) == CharacterTable.OTHER && isCharacter(c)) {
                alphabet.add(c);
            }
        });
    }

    private static void addLetters(int codePoint, int meaning, Alphabet alphabet) {
        String plain = CharacterTable.plain(meaning);
        if (CharacterTable.likeness(meaning) == 0) {
            (plain == null ? Character.toString(codePoint) : plain)
                    .codePoints()
                    .filter(c -> c >= 0x80)
                    .forEach(alphabet::add);
        }
    }

    private static boolean isLetter(int meaning) {
        return CharacterTable.kind(meaning) >= CharacterTable.LETTER;
    }

    private static boolean isCharacter(int codePoint) {
        return codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE;
    }

    List<Pattern> read(List<Phrase> phrases) {
        Map<Key, List<Integer>> numbers = new HashMap<>();
        List<Pattern> patterns = new ArrayList<>();
        List<List<Integer>> phrasesOf = new ArrayList<>();
        for (int i = 0; i < phrases.size(); i++) {
            Phrase phrase = phrases.get(i);
            Affixes affixes = Affixes.of(phrase);
            Key key = new Key(phrase.text(), phrase.fold(), phrase.openStart(), phrase.openEnd(), affixes);
            List<Integer> equal = numbers.get(key);
            if (equal != null) {
                equal.add(i);
                continue;
            }
            equal = new ArrayList<>(1);
            equal.add(i);
            numbers.put(key, equal);
            patterns.add(pattern(phrase, Pattern.Form.WHOLE));
            phrasesOf.add(equal);
            if (affixes.areIndonesian() && phrase.fold() == Fold.STRONG) {
                for (String abbreviation : abbreviations(patterns.get(patterns.size() - 1))) {
                    Phrase shortened = new Phrase(abbreviation, phrase.fold(), false, false, phrase.languages());
                    patterns.add(pattern(shortened, Pattern.Form.ABBREVIATED));
                    phrasesOf.add(equal);
                }
            }
        }
        for (int i = 0; i < patterns.size(); i++) {
            patterns.get(i).standsFor(phrasesOf.get(i));
        }
        return patterns;
    }

    private Pattern pattern(Phrase phrase, Pattern.Form form) {
        int length = buffers.take(phrase.text());
        buffers.letters.read(buffers.text, length, alphabet);
        if (buffers.letters.areSigns()) {
            throw new IllegalArgumentException("phrase \"" + phrase.text()
                    + "\" has no letter, digit or emoji to look for; add one or take the phrase away");
        }
        return new Pattern(phrase, form, buffers.letters, phrase.text());
    }

    /** A word without its vowels, with ng in full and as g, as in kntl, bngst and bgst. */
    private static List<String> abbreviations(Pattern pattern) {
        if (!pattern.isOneWord() || pattern.length < SHORTEST_ABBREVIATED) {
            return List.of();
        }
        StringBuilder consonants = new StringBuilder();
        for (int i = 0; i < pattern.length; i++) {
            int letter = pattern.plain(i);
            if (letter < 'a' || letter > 'z') {
                return List.of();
            }
            if (i == 0 || VOWELS.indexOf(letter) < 0) {
                consonants.append((char) letter);
            }
        }
        String full = consonants.toString();
        String withoutNasal = full.replace("ng", "g");
        List<String> abbreviations = new ArrayList<>();
        if (full.length() >= SHORTEST_ABBREVIATION && full.length() < pattern.length) {
            abbreviations.add(full);
        }
        if (withoutNasal.length() >= SHORTEST_ABBREVIATION && !withoutNasal.equals(full)) {
            abbreviations.add(withoutNasal);
        }
        return abbreviations;
    }
}
