package dev.saring.classify.text;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Ways in which people hide a word, each as a function from the plain word to the hidden one. Seeded, so repeatable. */
final class Disguises {
    private static final String LATIN = "abcdefghijklmnopqrstuvwxyz";

    /** Kinds that suit any term. */
    static Map<String, UnaryOperator<String>> general() {
        Map<String, UnaryOperator<String>> kinds = new LinkedHashMap<>();
        kinds.put("upper case", term -> term.toUpperCase(Locale.ROOT));
        kinds.put("alternating case", Disguises::alternatingCase);
        kinds.put("mathematical bold", styled(0x1D41A, 0x1D7CE));
        kinds.put("mathematical italic sans", styled(0x1D622, 0x1D7E2));
        kinds.put("mathematical bold script", styled(0x1D4EA, 0));
        kinds.put("mathematical fraktur", styled(0x1D586, 0));
        kinds.put("mathematical double-struck", styled(0x1D552, 0x1D7D8));
        kinds.put("mathematical monospace", styled(0x1D68A, 0x1D7F6));
        kinds.put("full width", styled(0xFF41, 0xFF10));
        kinds.put("circled", styled(0x24D0, 0));
        kinds.put("negative circled", styled(0x1F150, 0));
        kinds.put("squared", styled(0x1F130, 0));
        kinds.put("negative squared as emoji", term -> each(styled(0x1F170, 0).apply(term), "", "\uFE0F"));
        kinds.put("regional indicators", term -> each(styled(0x1F1E6, 0).apply(term), "", "\u200B"));
        kinds.put(
                "keycap digits",
                term -> term.replaceAll("([0-9])", "$1\uFE0F\u20E3").toUpperCase(Locale.ROOT));
        kinds.put("small capitals", mapped("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘqʀꜱᴛᴜᴠᴡxʏᴢ"));
        kinds.put("superscript", mapped("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖqʳˢᵗᵘᵛʷˣʸᶻ"));
        kinds.put("upside down", mapped("ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz", "abcdefghijklmnopqrstuvwxyz", "bdnpqu"));
        UnaryOperator<String> turned = mapped("ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz");
        kinds.put(
                "upside down and backwards",
                term -> new StringBuilder(turned.apply(term)).reverse().toString());
        kinds.put("Cyrillic look-alikes", mapped("аbсdеfgһіјkӏmпорqгѕтцvшхуz"));
        kinds.put("one Cyrillic letter", Disguises::oneCyrillicLetter);
        kinds.put("Greek look-alikes", mapped("αβcδεfghιjκlmηορqrsτυνωχγz"));
        kinds.put("Cherokee look-alikes", mapped("ᎪᏴᏟᎠᎬfᏀᎻᎥᎫᏦᏞᎷnOᏢqᏒᏚᎢuᏙᎳxᎩᏃ"));
        kinds.put("Canadian syllabics", mapped("ᗩᗷᑕᗪeᖴgᕼIᒍKᒪᗰᑎoᑭqᖇsTᑌᐯᗯxYz"));
        kinds.put("Lisu look-alikes", mapped("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑqꓣꓢꓔꓴꓦꓪꓫꓬꓜ"));
        kinds.put("accents", term -> each(term, "", "\u0301"));
        kinds.put("strike-through overlay", term -> each(term, "", "\u0336"));
        kinds.put("heap of marks", term -> each(term, "", "\u0311\u033D\u0353\u0300\u0323"));
        kinds.put("strokes", mapped("ⱥƀȼđɇfǥħɨɉꝁłmnøᵽꝗɍsŧᵾvwxɏƶ"));
        kinds.put("zero-width spaces", term -> each(term, "", "\u200B"));
        kinds.put("word joiners and bidi marks", term -> each(term, "\u2060", "\u200E"));
        kinds.put("soft hyphens", term -> each(term, "", "\u00AD"));
        kinds.put("right-to-left override inside", term -> each(term, "\u202E", "\u202C"));
        kinds.put("variation selectors", term -> each(term, "", "\uFE0E"));
        kinds.put("set apart by spaces", term -> String.join(" ", letters(term)));
        kinds.put("set apart by dots", term -> String.join(".", letters(term)));
        kinds.put("set apart by dashes", term -> String.join("-", letters(term)));
        kinds.put("set apart by underscores", term -> String.join("_", letters(term)));
        kinds.put("set apart by emoji", term -> String.join("🔥", letters(term)));
        kinds.put("set apart by line breaks", term -> String.join("\n", letters(term)));
        kinds.put(
                "styled and set apart",
                term -> String.join(" ", letters(styled(0x1D41A, 0x1D7CE).apply(term))));
        kinds.put("digits for letters", term -> replaced(term, "aeios", "43105"));
        kinds.put("signs for letters", term -> replaced(term, "as", "@$"));
        kinds.put("stretched letters", Disguises::stretched);
        kinds.put("hash tag", term -> "#" + term.replace(" ", ""));
        kinds.put("in brackets", term -> "【" + term + "】");
        return kinds;
    }

    /** Kinds that need a long word. */
    static Map<String, UnaryOperator<String>> ofLongWords() {
        Map<String, UnaryOperator<String>> kinds = new LinkedHashMap<>();
        kinds.put("starred out", term -> term.substring(0, 2) + "**" + term.substring(4));
        kinds.put("letter missing", term -> term.substring(0, 4) + term.substring(5));
        kinds.put(
                "letters swapped", term -> term.substring(0, 3) + term.charAt(4) + term.charAt(3) + term.substring(5));
        kinds.put("letter doubled", term -> term.substring(0, 4) + term.charAt(3) + term.substring(4));
        kinds.put(
                "wrong letter", term -> term.substring(0, 5) + (term.charAt(5) == 'x' ? 'z' : 'x') + term.substring(6));
        kinds.put(
                "groups set apart",
                term -> term.substring(0, 3) + " " + term.substring(3, 5) + " " + term.substring(5));
        return kinds;
    }

    private Disguises() {}

    private static UnaryOperator<String> styled(int firstLetter, int firstDigit) {
        return term -> term.chars()
                .map(c -> c >= 'a' && c <= 'z'
                        ? firstLetter + c - 'a'
                        : c >= '0' && c <= '9' && firstDigit > 0 ? firstDigit + c - '0' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static UnaryOperator<String> mapped(String alphabet) {
        return mapped(alphabet, LATIN, "");
    }

    /** Letters of {@code except} stay, as they would read as another letter. */
    private static UnaryOperator<String> mapped(String alphabet, String letters, String except) {
        int[] signs = alphabet.codePoints().toArray();
        return term -> term.chars()
                .map(c -> letters.indexOf(c) < 0 || except.indexOf(c) >= 0 ? c : signs[letters.indexOf(c)])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String[] letters(String term) {
        return term.replace(" ", "").codePoints().mapToObj(Character::toString).toArray(String[]::new);
    }

    private static String each(String term, String before, String after) {
        StringBuilder text = new StringBuilder();
        term.codePoints().forEach(c -> {
            text.append(c == ' ' ? "" : before).appendCodePoint(c).append(c == ' ' ? "" : after);
        });
        return text.toString();
    }

    private static String alternatingCase(String term) {
        StringBuilder text = new StringBuilder(term);
        for (int i = 0; i < term.length(); i += 2) {
            text.setCharAt(i, Character.toUpperCase(term.charAt(i)));
        }
        return text.toString();
    }

    private static String oneCyrillicLetter(String term) {
        for (int i = 0; i < term.length(); i++) {
            int at = "aeocpxyi".indexOf(term.charAt(i));
            if (at >= 0) {
                return term.substring(0, i) + "аеосрхуі".charAt(at) + term.substring(i + 1);
            }
        }
        return term;
    }

    /** Replaces about half of the letters that have a stand-in, as people do. */
    private static String replaced(String term, String letters, String by) {
        Random random = new Random(term.hashCode());
        StringBuilder text = new StringBuilder(term);
        for (int i = 0; i < term.length(); i++) {
            int at = letters.indexOf(term.charAt(i));
            if (at >= 0 && random.nextBoolean()) {
                text.setCharAt(i, by.charAt(at));
            }
        }
        return text.toString();
    }

    private static String stretched(String term) {
        int vowel = 0;
        while ("aiueo".indexOf(term.charAt(vowel)) < 0) {
            vowel++;
        }
        return term.substring(0, vowel) + String.valueOf(term.charAt(vowel)).repeat(5) + term.substring(vowel + 1);
    }
}
