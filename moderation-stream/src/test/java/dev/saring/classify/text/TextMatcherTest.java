package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.saring.moderation.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextMatcherTest {
    private static final Set<String> INDONESIAN = Set.of("id");

    @ParameterizedTest
    @CsvSource({
        "slot gacor, 'main Slot  GACOR yuk', 'Slot  GACOR'",
        "slot gacor, 'slot\ngacor', 'slot\ngacor'",
        "anjing, 'dasar anjing!', anjing",
        "anjing, '(anjing)', anjing",
        "anjing, 'anjingnyalah', ''",
        "asu, asuransi, ''",
        "ass, class, ''",
        "ass, 'as', ''",
        "café, 'di Café ini', Café",
        "café, 'di Cafe\u0301 ini', 'Cafe\u0301'",
        "сука, 'ну сука да', сука",
        "赌博, '我要赌博啊', 赌博",
        "🖕, 'ini 🖕🏽 kamu', 🖕",
    })
    void wholePhrases_areFoundUnderEveryFold(String phrase, String text, String found) {
        for (Fold fold : List.of(Fold.EXACT, Fold.STANDARD)) {
            assertFound(found, text, new Phrase(phrase, fold, false, false, Set.of()));
        }
        assertFound(found, text, new Phrase(phrase, Fold.STRONG, false, false, Set.of("ru")));
    }

    @ParameterizedTest
    @CsvSource({
        "café, 'di cafe ini'",
        "slot, 𝐬𝐥𝐨𝐭𝐬",
        "slot, sl\u200bot",
        "slot, slooot",
        "slot gacor, slot-gacor",
        "s&m, s m",
        "слот, cлот",
    })
    void exact_looksThroughNothingElse(String phrase, String text) {
        assertFound("", text, new Phrase(phrase, Fold.EXACT, false, false, Set.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "exact,ﬁlm,ﬁlm",
        "exact,FILM,FILM",
        "exact,ｆｉｌｍ,ｆｉｌｍ",
        "exact,𝐟𝐢𝐥𝐦,𝐟𝐢𝐥𝐦",
    })
    void exact_appliesCompatibilityAndCase(String ignored, String text, String found) {
        assertFound(found, "a " + text + " b", new Phrase("film", Fold.EXACT, false, false, Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "𝐬𝐥𝐨𝐭",
                "s\u200bl\u200bo\u200bt",
                "ŝłóţ",
                "s̶l̶o̶t̶",
                "ѕlоt",
                "sloooot",
                "🆂🅻🅾🆃",
                "🅂🄻🄾🅃",
                "ꜱʟᴏᴛ",
                "ＳＬＯＴ",
                "ⓢⓛⓞⓣ",
                "s\u0301\u0301\u0301lot",
                "\u202Eslot",
                "slott"
            })
    void standard_seesThroughStyleMarksLookAlikesAndStretching(String hidden) {
        assertFound(hidden.replace("\u202E", ""), "di " + hidden + " ini", phrase("slot", Fold.STANDARD));
    }

    @ParameterizedTest
    @CsvSource({
        "slot gacor, 'daftar sekarang juga, ɹoɔɐƃ ʇols', 'ɹoɔɐƃ ʇols'",
        "bangsat, 'ʇɐsƃuɐq', 'ʇɐsƃuɐq'",
        "raja89, '68ɐɾɐɹ yuk', 68ɐɾɐɹ",
        "sos, 'sos ɐɐ', sos",
        "dad, 'pap ɐɐ', ''",
        "hot, 'toh ɐɐ', ''",
    })
    void standard_readsTextThatIsTurnedUpsideDown(String phrase, String text, String found) {
        assertFound(found, text, phrase(phrase, Fold.STANDARD));
        assertFound(text.contains(phrase) ? found : "", text, phrase(phrase, Fold.EXACT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sl0t", "$lot", "s l o t", "s.l.o.t", "sl*t", "s1ot", "slotted", "pilot", "slo"})
    void standard_leavesTheRestToStrong(String text) {
        assertFound("", text, phrase("slot", Fold.STANDARD));
    }

    @ParameterizedTest
    @CsvSource({
        "slot gacor, 'main s1ot g4c0r yuk', 's1ot g4c0r'",
        "slot gacor, 'main slotgacor yuk', slotgacor",
        "slot gacor, 'main s l o t  g a c o r yuk', 's l o t  g a c o r'",
        "slot gacor, 'main S-L-O-T G.A.C.O.R yuk', 'S-L-O-T G.A.C.O.R'",
        "slot, 's\nl\no\nt', 's\nl\no\nt'",
        "slot, 's🔥l🔥o🔥t', 's🔥l🔥o🔥t'",
        "slot, 'main sIot', sIot",
        "fuck, 'what the f*ck', f*ck",
        "fuck, 'what the f**k', f**k",
        "bangsat, 'dasar b***sat', b***sat",
        "shit, 'holy sh**!', sh**",
        "link bokep, 'ada l*nk b*kep di sini', 'l*nk b*kep'",
        "link bokep, 'ada link b*k*p di sini', 'link b*k*p'",
        "link bokep, 'ada l*nk bokep di sini', 'l*nk bokep'",
        "goblok lu, 'g*blok lu, t*lol lu', 'g*blok lu'",
        "dasar bangsat, 'dasar b***sat', 'dasar b***sat'",
        "oh my shit, 'Oh  my sh** ya', 'Oh  my sh**'",
        "bangsat, 'dasar b4ngs4t', b4ngs4t",
        "alexis17, 'di 𝑨lex!s17 aja', 𝑨lex!s17",
        "alexis17, 'di ⭐ A L E X I S 1 7 ⭐', 'A L E X I S 1 7'",
        "garudahoki, 'yang wd yaGa-Ruda-Hoki dong', Ga-Ruda-Hoki",
        "garudahoki, 'terbanyakGA RU DA HO KIdi sini', 'GA RU DA HO KI'",
        "pulau777, 'Gue ke p/ulau77-7 aja', p/ulau77-7",
        "bosswd, 'cus di 𝑩 0 𝑺 𝑺 𝑾 𝑫 bro', '𝑩 0 𝑺 𝑺 𝑾 𝑫'",
        "mona4d, 'sumpah ❤𝐌𝐎𝐍𝐀 𝟒𝐃🔴', '𝐌𝐎𝐍𝐀 𝟒𝐃'",
        "pecundang, 'dasar pecudang lu', pecudang",
        "pecundang, 'dasar pecnudang lu', pecnudang",
        "a$$, 'big a$$ here', a$$",
        "c++, 'kode c++ lama', c++",
    })
    void strong_seesThroughMore(String phrase, String text, String found) {
        assertFound(found, text, phrase(phrase, Fold.STRONG));
    }

    @ParameterizedTest
    @CsvSource({
        "slot, 'class lot'",
        "slot, 'kelas lot murah'",
        "asu, 'asuransi jiwa'",
        "asu, 'b a s u k i'",
        "ass, 'the class as such'",
        "ass, 'as said before'",
        "tai, 'lantai dua'",
        "anal, 'an analysis'",
        "penis, 'the pen is here'",
        "kontol, 'kontrol dan kon.trol'",
        "babi, 'bab ini'",
        "cok, 'cook book'",
        "judi online, 'aku benci judi. Online shop buka'",
        "b1otch, 'a blotch'",
        "ass, '455 rupiah'",
        "s&m, 's m'",
        "c++, 'kelas c lama'",
        "bajingan, 'bandingan'",
        "pelacuran, 'pelajaran'",
        "slot, '2*3 s*3 lot'",
        "tolol, 'too lol'",
        "bangsat, 'bang ... saat'",
        "bangsat, 'bang saat'",
        "link bokep, 'l*nk, b*kep'",
        "link bokep, 'l*nk dan b*kep'",
        "link bokep, 'b*kep l*nk'",
        "link bokep, 'wa**'",
    })
    void strong_leavesInnocentTextAlone(String phrase, String text) {
        assertFound("", text, phrase(phrase, Fold.STRONG));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"anjingnya", "dianjingin", "anjing2", "anjinglah", "anjinganjing", "a.n.j.i.n.g", "anjingkulah"})
    void indonesianAffixes_mayStandAroundATerm(String text) {
        assertThat(find(text, new Phrase("anjing", Fold.STRONG, false, false, INDONESIAN)))
                .isNotEmpty();
    }

    @Test
    void affixes_areChosenByTheLanguagesOfTheRule() {
        assertThat(find("anjingnya", new Phrase("anjing", Fold.STANDARD, false, false, INDONESIAN)))
                .containsExactly("0:anjing");
        assertThat(find("anjingnya", phrase("anjing", Fold.STANDARD))).isEmpty();
        assertThat(find("anjingnya", new Phrase("anjing", Fold.STRONG, false, false, Set.of("en"))))
                .isEmpty();
        assertThat(find("anjingnya", new Phrase("anjing", Fold.EXACT, false, false, INDONESIAN)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"kontol,kntl", "bangsat,bngst", "bangsat,bgst", "anjing,anjg"})
    void indonesianAbbreviations_areKnownUnderStrong(String term, String text) {
        assertThat(find("dasar " + text, new Phrase(term, Fold.STRONG, false, false, INDONESIAN)))
                .containsExactly("0:" + text);
        assertThat(find("dasar " + text, new Phrase(term, Fold.STRONG, false, false, Set.of("en"))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"STANDARD", "STRONG"})
    void honestTextInOtherScripts_doesNotLightUp(Fold fold) {
        String russian = "Он вчера купил сор и рак, а потом хор пел оперу про море и рот. Наше право хорошее.";
        String greek = "Το κακό παιδί έτρεχε στο σπίτι και ο γάτος ήταν εκεί. Αυτό είναι καλό, ναι.";
        Phrase[] phrases = {
            phrase("cop", fold), phrase("pak", fold), phrase("xop", fold), phrase("mope", fold), phrase("pot", fold),
            phrase("to", fold), phrase("vai", fold), phrase("kako", fold), phrase("on", fold), phrase("hawe", fold)
        };

        assertThat(find(russian, phrases)).isEmpty();
        assertThat(find(greek, phrases)).isEmpty();
        assertThat(find("the сор is here", phrases)).containsExactly("0:сор");
        assertThat(find("Он сказал cop сегодня", phrases)).containsExactly("0:cop");
    }

    @ParameterizedTest
    @EnumSource(names = {"EXACT", "STANDARD", "STRONG"})
    void openEnds_liftTheBoundary(Fold fold) {
        String text = "mengebukain";

        assertThat(find(text, new Phrase("buk", fold, true, false, Set.of("x"))))
                .isEmpty();
        assertThat(find(text, new Phrase("buk", fold, false, true, Set.of("x"))))
                .isEmpty();
        assertThat(find(text, new Phrase("buk", fold, true, true, Set.of("x")))).containsExactly("0:buk");
        assertThat(find(text, new Phrase("mengeb", fold, false, true, Set.of("x"))))
                .containsExactly("0:mengeb");
        assertThat(find(text, new Phrase("kain", fold, true, false, Set.of("x"))))
                .containsExactly("0:kain");
    }

    @Test
    void equalNestedAndRepeatedPhrases_areAllReported() {
        Phrase judi = phrase("judi", Fold.STANDARD);
        Phrase judiOnline = phrase("judi online", Fold.STRONG);

        assertThat(find("judi online, judi", judi, judiOnline, judi))
                .containsExactlyInAnyOrder("0:judi", "2:judi", "1:judi online", "0:judi", "2:judi");
        assertThat(find("xxx xxx", phrase("xxx", Fold.STANDARD))).containsExactly("0:xxx", "0:xxx");
    }

    @Test
    void offsets_areThoseOfTheOriginal() {
        List<Integer> offsets = new ArrayList<>();
        TextMatcher.compile(List.of(phrase("film", Fold.STANDARD)))
                .scan("😀 \u200bﬁ\u0301\u0301lm\u0301!", new ScanBuffers(), (phrase, start, end) -> {
                    offsets.add(start);
                    offsets.add(end);
                });

        assertThat(offsets).containsExactly(4, 10);
    }

    @Test
    void buffers_serveTextsOfAnyLength() {
        TextMatcher matcher = TextMatcher.compile(List.of(phrase("slot", Fold.STRONG)));
        ScanBuffers buffers = new ScanBuffers();
        List<Integer> starts = new ArrayList<>();
        for (int padding : new int[] {0, 100_000, 3, 5_000}) {
            matcher.scan("x ".repeat(padding) + "ѕl0t", buffers, (phrase, start, end) -> starts.add(start / 2));
        }

        assertThat(starts).containsExactly(0, 100_000, 3, 5_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "...", "", " ", "\u0301", "!!!", "$$", "+"})
    void compile_namesThePhraseThatHasNothingToLookFor(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextMatcher.compile(List.of(phrase("a", Fold.EXACT), phrase(text, Fold.EXACT))))
                .withMessageContaining("\"" + text + "\"");
    }

    @Test
    void noPhrases_findNothing() {
        assertThat(find("slot gacor 😀")).isEmpty();
    }

    private static void assertFound(String found, String text, Phrase phrase) {
        assertThat(find(text, phrase))
                .as("%s in %s", phrase, text)
                .containsExactlyElementsOf(found.isEmpty() ? List.of() : List.of("0:" + found));
    }

    private static Phrase phrase(String text, Fold fold) {
        return new Phrase(text, fold, false, false, Set.of());
    }

    static List<String> find(String text, Phrase... phrases) {
        List<String> found = new ArrayList<>();
        TextMatcher.compile(List.of(phrases))
                .scan(
                        text,
                        new ScanBuffers(),
                        (phrase, start, end) -> found.add(phrase + ":" + text.substring(start, end)));
        return found;
    }
}
