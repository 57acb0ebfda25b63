package dev.saring.classify.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    @Test
    void terms_areDistinctAndInOrder() {
        Expression expression = Expression.parse("judi & (daftar | deposit) & !berita | judi");

        assertThat(texts(expression)).containsExactly("judi", "daftar", "deposit", "berita");
    }

    @ParameterizedTest
    @CsvSource({
        "a | b & c,        'a',     true",
        "a | b & c,        'b',     false",
        "a | b & c,        'b c',   true",
        "(a | b) & c,      'a',     false",
        "(a | b) & c,      'a c',   true",
        "a & !b,           'a',     true",
        "a & !b,           'a b',   false",
        "a & !(b | c),     'a c',   false",
        "a & !!b,          'a',     false",
        "a & !!b,          'a b',   true",
        "!(!a),            'a',     true",
        "a&!b|c&d,         'a b c', false",
        "a&!b|c&d,         'b c d', true",
    })
    void matches_bindsNotThenAndThenOr(String source, String found, boolean expected) {
        Expression expression = Expression.parse(source);
        Set<String> hits = Set.of(found.split(" "));

        assertThat(expression.matches(
                        term -> hits.contains(expression.terms().get(term).text())))
                .isEqualTo(expected);
    }

    @Test
    void phrase_keepsInnerWordsWithSingleBlanks() {
        assertThat(texts(Expression.parse("  slot \t\n gacor  & \u00a0maxwin\u3000")))
                .containsExactly("slot gacor", "maxwin");
    }

    @Test
    void quotes_makeEverythingLiteral() {
        Expression expression = Expression.parse("\"s&m (b*d) | \\\"x\\\" \\\\ !\"");

        assertThat(expression.terms()).containsExactly(new Expression.Term("s&m (b*d) | \"x\" \\ !", false, false));
    }

    @ParameterizedTest
    @CsvSource({"anjing*,false,true", "*anjing,true,false", "*anjing*,true,true", "anjing,false,false"})
    void star_liftsTheBoundaryAtItsEnd(String source, boolean openStart, boolean openEnd) {
        assertThat(Expression.parse(source).terms()).containsExactly(new Expression.Term("anjing", openStart, openEnd));
    }

    @Test
    void terms_thatDifferInBoundaryAreDistinct() {
        assertThat(Expression.parse("anjing | anjing* | \"anjing\"").terms()).hasSize(2);
    }

    @Test
    void decides_onlyWhereTheTermStandsWithoutNegation() {
        Expression expression = Expression.parse("a & !b & !(c & !d) | e & !e");

        assertThat(List.of(0, 1, 2, 3, 4).stream().map(expression::decides))
                .containsExactly(true, false, false, true, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"!a", "!a & !b", "a | !b", "!(a & b)", "!a | a"})
    void parse_refusesWhatHoldsWithoutAnyPhrase(String source) {
        assertThat(failure(source)).hasMessageContaining("none of its phrases");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "''            ~ 0  ~ empty",
                "'   '         ~ 0  ~ empty",
                "'a &'         ~ 3  ~ ends where a phrase is expected",
                "'a | | b'     ~ 4  ~ stands where a phrase is expected",
                "'& a'         ~ 0  ~ stands where a phrase is expected",
                "'a & !'       ~ 5  ~ ends where a phrase is expected",
                "'(a | b'      ~ 0  ~ never closed",
                "'a & ()'      ~ 5  ~ stands where a phrase is expected",
                "'a) & b'      ~ 1  ~ closes nothing",
                "'(a (b))'     ~ 3  ~ operator is missing",
                "'b!tch'       ~ 1  ~ operator is missing",
                "'a \"b\"'     ~ 2  ~ operator is missing",
                "'\"a\" b'     ~ 4  ~ operator is missing",
                "'\"a\"*'      ~ 3  ~ operator is missing",
                "'a & \"b'     ~ 4  ~ quote is never closed",
                "'\" \" | a'   ~ 0  ~ is empty",
                "'*'           ~ 0  ~ stands alone",
                "'a | **'      ~ 4  ~ stands alone",
                "'an*jing'     ~ 2  ~ may only touch",
                "'**anjing'    ~ 1  ~ may only touch",
                "'* anjing'    ~ 0  ~ may only touch",
                "'anjing *'    ~ 7  ~ may only touch",
            })
    void parse_namesPlaceAndFault(String source, int position, String fault) {
        ExpressionException failure = failure(source);

        assertThat(failure).hasMessageContaining(fault);
        assertThat(failure.position()).isEqualTo(position);
    }

    @Test
    void nesting_isLimitedWithAClearError() {
        String deep = "(".repeat(100_000) + "a" + ")".repeat(100_000);

        assertThat(failure(deep)).hasMessageContaining("nested");
    }

    @Test
    void nesting_upToTheLimitAndLongChainsAreRead() {
        int depth = Expression.MAX_DEPTH;

        assertThat(texts(Expression.parse("(".repeat(depth) + "a" + ")".repeat(depth))))
                .containsExactly("a");
        assertThat(texts(Expression.parse("a" + " | !!a & b".repeat(100_000)))).containsExactly("a", "b");
        assertThat(texts(Expression.parse("!".repeat(100_000) + "a"))).containsExactly("a");
    }

    @Property
    void parse_readsOrRefusesWithAPositionInside(
            @ForAll @Chars({'a', 'b', '!', '&', '|', '(', ')', '"', '\\', '*', ' '}) @StringLength(max = 14)
                    String source) {
        try {
            assertThat(Expression.parse(source).terms()).isNotEmpty();
        } catch (ExpressionException refused) {
            assertThat(refused.position()).isBetween(0, source.length());
        }
    }

    @Property
    void quote_isReadBackLiterally(
            @ForAll @CharRange(from = ' ', to = '~') @StringLength(min = 1, max = 20) String phrase) {
        if (!phrase.isBlank()) {
            assertThat(texts(Expression.parse(Expression.quote(phrase)))).containsExactly(phrase);
        }
    }

    private static List<String> texts(Expression expression) {
        return expression.terms().stream().map(Expression.Term::text).toList();
    }

    private static ExpressionException failure(String source) {
        return catchThrowableOfType(ExpressionException.class, () -> Expression.parse(source));
    }
}
