package dev.saring.classify.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterEnums.ECharacterCategory;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import com.ibm.icu.util.VersionInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the table that {@link CharacterTable} reads: what each character of Unicode is to the text engine, and which
 * plain letters it stands for. The facts come from ICU4J (decompositions, case folding, names, confusables of UTS 39);
 * the lists of disguises in {@link #FANCY_ALPHABETS} and {@link #LOOKALIKES} are our own.
 */
final class CharacterTableGenerator {
    /** The version of Unicode that the oldest supported Java knows. */
    private static final VersionInfo OLDEST = VersionInfo.getInstance(13);

    private static final Normalizer2 NFKD = Normalizer2.getNFKDInstance();
    private static final SpoofChecker CONFUSABLES = new SpoofChecker.Builder().build();

    /** Alphabets of the popular "fancy text" makers that borrow letters of other scripts; each stands for a to z. */
    private static final String[] FANCY_ALPHABETS = {
        "ค๒ς๔єŦﻮђเןкɭ๓ภ๏קợгรՇยשฬאץչ",
        "ﾑ乃ᄃり乇ｷムんﾉﾌズﾚﾶ刀のｱゐ尺丂ｲひ√wﾒﾘ乙",
        "卂乃匚ᗪ乇千Ꮆ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙",
        "ᗩᗷᑕᗪEᖴGᕼIᒍKᒪᗰᑎOᑭᑫᖇSTᑌᐯᗯ᙭Yᘔ",
        "ᎯᏰᏨᎠᎬᎰᎶᎻᎨᏠᏦᏝᎷᏁᎾᏢᎤᏒᏕᎿᏬᏉᏯꊼᎩᏃ",
        "αвс∂єfgнιנкℓмησρqяѕтυνωχуz",
        "ДБCDΞFGHIJҜLMИФPǪЯSΓЦVЩЖУZ",
    };

    /** What else people write for a letter or digit: pairs of the sign and what it stands for. */
    private static final String LOOKALIKES =
            "АaаaВbвbСcсcЕeеeЁeёeЄeєeНhнhІiіiЇiїiЈjјjКkкkМmмmОoоoРpрpЅsѕsТtтtУyуyЎyўyХxхxЯrяrИnиnЙnйn"
                    + "ПnпnШwшwЩwщwГrгrЬbьbЪbъbЗ3з3Ч4ч4б6Э3э3ӀlӏlԚqԛqԜwԝwԌgԍgҺhһhѡwѠwѵvѴvӘeәeҮyүyҚkқkҒfғfӨoөoҢhңhЦuцuЛnлn"
                    + "ΑaαaάaΒbβbϲcΕeεeέeϵeΗhηnήnΙiιiίiϊiΚkκkϰkΜmμuΝnνvΟoοoόoΡpρpϱpΤtτtΥyυuύuϋuΧxχxΖzζzωwώwΩoγyσoςcδdΔaΛaλaΣeΞeξeπnΠnθ0Θ0ϴ0ϕoφo"
                    + "ϜfϝfϺmϻmϳjͿjՈnոnՍsսuՏsզqհhօoՕoցgԵtгrյjսuքpԼlկlՑgէtԱuաwԲfձdնuրnշ2"
                    + "ꓲi€e£l¥yפo0סoוlןlוlחnהnםoא";

    private static final Map<Integer, Character> LIKENESS = new HashMap<>();

    static {
        for (String alphabet : FANCY_ALPHABETS) {
            int[] signs = alphabet.codePoints().toArray();
            for (int i = 0; i < 26; i++) {
                LIKENESS.put(signs[i], (char) ('a' + i));
            }
        }
        int[] pairs = LOOKALIKES.codePoints().toArray();
        for (int i = 0; i + 1 < pairs.length; i++) {
            if (pairs[i] >= 0x80 && pairs[i + 1] < 0x80) {
                LIKENESS.put(pairs[i], (char) pairs[i + 1]);
            }
        }
    }

    private static final Set<Integer> SIGNS_NOT_LETTERS = Set.of(0x2120, 0x2122, 0x2030, 0x2031);

    /** Letters read from a turned page that Unicode does not name so. */
    private static final String TURNED = "ɔcɟfƃgɾjןlᴉiɓg";

    private static final Pattern LATIN_NAME = Pattern.compile(
            "(?:LATIN|MODIFIER LETTER|LATIN SUBSCRIPT|NEGATIVE CIRCLED LATIN|NEGATIVE SQUARED LATIN|SQUARED LATIN"
                    + "|CROSSED NEGATIVE SQUARED LATIN|TORTOISE SHELL BRACKETED LATIN|OUTLINED LATIN|PARENTHESIZED LATIN) ?"
                    + "(?:LETTER |SMALL LETTER |CAPITAL LETTER |SMALL |CAPITAL )*"
                    + "(?:SMALL CAPITAL |TURNED |REVERSED |INVERTED |SIDEWAYS |DOTLESS |LONG |OPEN |CLOSED |SCRIPT |TAILLESS |BARRED |HALF |BLACKLETTER |INSULAR |EGYPTOLOGICAL )*"
                    + "([A-Z])(?: WITH .*| ROTUNDA)?");
    private static final Pattern REGIONAL = Pattern.compile("REGIONAL INDICATOR SYMBOL LETTER ([A-Z])");
    private static final Pattern SQUARED_WORD = Pattern.compile("(?:NEGATIVE )?SQUARED ([A-Z0-9]{1,5})");

    private CharacterTableGenerator() {}

    /** The whole file: header with checksum, then one line for each run of characters of one meaning. */
    static String generate() {
        StringBuilder rows = new StringBuilder();
        int start = 0;
        String meaning = meaning(0);
        for (int codePoint = 1; codePoint <= 0x110000; codePoint++) {
            String next = codePoint == 0x110000 ? null : meaning(codePoint);
            if (!meaning.equals(next)) {
                if (!meaning.equals("P")) {
                    rows.append(Integer.toHexString(start));
                    if (start < codePoint - 1) {
                        rows.append('-').append(Integer.toHexString(codePoint - 1));
                    }
                    rows.append('\t').append(meaning).append('\n');
                }
                start = codePoint;
                meaning = next;
            }
        }
        return "# What each character is to the text engine. Generated from Unicode "
                + UCharacter.getUnicodeVersion() + " by ICU4J " + VersionInfo.ICU_VERSION
                + "; see NOTICE.txt for the Unicode licence.\n"
                + "# Regenerate: " + CharacterTableTest.REGENERATE + "\n"
                + "# sha256 of the rows: " + sha256(rows.toString()) + "\n" + rows;
    }

    static String sha256(String rows) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(rows.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Kind, plain form and likeness of a character, by tabs; a form that is the character itself is left empty. The kind
     * is followed by u for upper case, + for what Unicode 13 does not know.
     */
    private static String meaning(int codePoint) {
        String meaning = lasting(codePoint);
        VersionInfo since = UCharacter.getAge(codePoint);
        boolean known = since.getMajor() > 0 && since.compareTo(OLDEST) <= 0;
        String flags = (UCharacter.isUUppercase(codePoint) ? "u" : "") + (known ? "" : "+");
        return meaning.charAt(0) + flags + meaning.substring(1);
    }

    private static String lasting(int codePoint) {
        int type = UCharacter.getType(codePoint);
        if (type == ECharacterCategory.UNASSIGNED
                || type == ECharacterCategory.SURROGATE
                || type == ECharacterCategory.PRIVATE_USE) {
            return UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT) ? "I" : "P";
        }
        if (UCharacter.hasBinaryProperty(codePoint, UProperty.WHITE_SPACE) || codePoint == 0x2800) {
            return "S";
        }
        if (UCharacter.hasBinaryProperty(codePoint, UProperty.VARIATION_SELECTOR)) {
            return "M";
        }
        if (UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT)
                || type == ECharacterCategory.FORMAT
                || type == ECharacterCategory.CONTROL) {
            return "I";
        }
        if (isMark(codePoint)) {
            return "M";
        }
        return visible(codePoint, type);
    }

    /** Marks that only decorate; the vowel signs of Indic and other scripts are letters to us. */
    private static boolean isMark(int codePoint) {
        int type = UCharacter.getType(codePoint);
        if (type != ECharacterCategory.NON_SPACING_MARK && type != ECharacterCategory.ENCLOSING_MARK) {
            return false;
        }
        return switch (UScript.getScript(codePoint)) {
            case UScript.INHERITED,
                    UScript.COMMON,
                    UScript.LATIN,
                    UScript.CYRILLIC,
                    UScript.GREEK,
                    UScript.COPTIC,
                    UScript.ARABIC,
                    UScript.HEBREW -> true;
            default -> false;
        };
    }

    private static String visible(int codePoint, int type) {
        boolean letter = UCharacter.isLetter(codePoint)
                || type == ECharacterCategory.LETTER_NUMBER
                || type == ECharacterCategory.NON_SPACING_MARK
                || type == ECharacterCategory.ENCLOSING_MARK
                || type == ECharacterCategory.COMBINING_SPACING_MARK;
        String plain = plain(codePoint);
        if (isAlphanumeric(plain) && !SIGNS_NOT_LETTERS.contains(codePoint)) {
            return row("L", codePoint, plain, "");
        }
        Character likeness = LIKENESS.get(codePoint);
        if (!letter) {
            if (likeness != null) {
                return row("L", codePoint, Character.toString(codePoint), likeness.toString());
            }
            return sign(codePoint, plain);
        }
        String alike = likeness != null ? likeness.toString() : confusable(codePoint);
        if (UScript.getScript(codePoint) == UScript.LATIN && !alike.isEmpty()) {
            return row("L", codePoint, alike, "");
        }
        return row(isUnspaced(codePoint) ? "U" : "L", codePoint, plain, alike.length() == 1 ? alike : "");
    }

    /** Letters of scripts that set no spaces between words, and the parts of Hangul, which stand for no word alone. */
    private static boolean isUnspaced(int codePoint) {
        return switch (UScript.getScript(codePoint)) {
            case UScript.HAN,
                    UScript.HIRAGANA,
                    UScript.KATAKANA,
                    UScript.BOPOMOFO,
                    UScript.YI,
                    UScript.THAI,
                    UScript.LAO,
                    UScript.KHMER,
                    UScript.MYANMAR -> true;
            case UScript.HANGUL -> codePoint < 0xAC00 || codePoint > 0xD7A3;
            default -> false;
        };
    }

    private static String row(String kind, int codePoint, String plain, String alike) {
        String form = plain.equals(Character.toString(codePoint)) ? "" : plain;
        String row = kind + '\t' + form + '\t' + alike;
        return row.stripTrailing();
    }

    /** A sign that stands for one of ASCII keeps that meaning; all others only separate. */
    private static String sign(int codePoint, String plain) {
        if (codePoint < 0x80) {
            return "P";
        }
        String ascii = isAsciiSign(plain)
                ? plain
                : strip(NFKD.normalize(CONFUSABLES.getSkeleton(Character.toString(codePoint))));
        return isAsciiSign(ascii) ? "P\t" + ascii : "P";
    }

    private static boolean isAsciiSign(String text) {
        return text.length() == 1
                && text.charAt(0) > ' '
                && text.charAt(0) < 0x7f
                && !Character.isLetterOrDigit(text.charAt(0));
    }

    private static String plain(int codePoint) {
        if (UCharacter.digit(codePoint, 10) >= 0) {
            return Integer.toString(UCharacter.digit(codePoint, 10));
        }
        int turned = TURNED.indexOf(codePoint);
        if (turned >= 0 && codePoint >= 0x80) {
            return TURNED.substring(turned + 1, turned + 2);
        }
        String folded = fold(Character.toString(codePoint));
        if (isAlphanumeric(folded) || UScript.getScript(codePoint) == UScript.HANGUL) {
            return folded;
        }
        String name = UCharacter.getName(codePoint);
        for (Pattern pattern : new Pattern[] {LATIN_NAME, REGIONAL, SQUARED_WORD}) {
            Matcher matcher = pattern.matcher(name == null ? "" : name);
            if (matcher.matches()) {
                return matcher.group(1).toLowerCase(java.util.Locale.ROOT);
            }
        }
        if (name != null && (name.contains("CIRCLED") || name.contains("PARENTHESIZED"))) {
            double value = UCharacter.getUnicodeNumericValue(codePoint);
            if (value >= 0 && value <= 50 && value == Math.rint(value)) {
                return Integer.toString((int) value);
            }
        }
        return folded;
    }

    private static String fold(String text) {
        return strip(NFKD.normalize(UCharacter.foldCase(strip(NFKD.normalize(text)), true)));
    }

    private static String strip(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints().filter(c -> !isMark(c)).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static String confusable(int codePoint) {
        String skeleton = fold(CONFUSABLES.getSkeleton(Character.toString(codePoint)));
        if (skeleton.equals("rn")) {
            return "m";
        }
        return isAlphanumeric(skeleton) && skeleton.length() <= 2 ? skeleton : "";
    }

    private static boolean isAlphanumeric(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9');
    }
}
