package dev.saring.classify.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The boolean expression of a keyword rule: phrases joined with {@code !}, {@code &} and {@code |} (the first binds
 * tightest), parentheses and quotes.
 *
 * <p>A phrase is the text between two operators, without outer white space; inner runs of white space count as one
 * blank. In quotes everything is literal except {@code \"} and {@code \\}. A {@code *} at either end of an unquoted
 * phrase lifts the word boundary there. An expression that would hold for a text without any of its phrases is refused.
 */
public final class Expression {
    /** How deep parentheses may be nested. */
    public static final int MAX_DEPTH = 50;

    /** A phrase of an expression; an open end needs no word boundary. */
    public record Term(String text, boolean openStart, boolean openEnd) {}

    private final Node root;
    private final List<Term> terms;
    private final boolean[] deciding;

    private Expression(Node root, List<Term> terms) {
        this.root = root;
        this.terms = terms;
        this.deciding = new boolean[terms.size()];
        root.markDeciding(false, deciding);
    }

    /**
     * Parses an expression.
     *
     * @throws ExpressionException naming the place and the remedy
     */
    public static Expression parse(String source) throws ExpressionException {
        Parser parser = new Parser(source);
        Node root = parser.parse();
        if (root.holds(term -> false)) {
            throw new ExpressionException(
                    0,
                    "expression holds for texts that contain none of its phrases; join the negation with a phrase that"
                            + " must be there, as in \"judi & !berita\"");
        }
        return new Expression(root, List.copyOf(parser.terms.keySet()));
    }

    /** The text as a quoted phrase, which {@link #parse} reads back literally. */
    public static String quote(String phrase) {
        return '"' + phrase.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The distinct phrases, in order of first appearance. */
    public List<Term> terms() {
        return terms;
    }

    /** Whether the expression holds, where {@code hit} says of the index of each term whether it was found. */
    public boolean matches(IntPredicate hit) {
        return root.holds(hit);
    }

    /** Whether the term stands somewhere without negation, so that finding it can be why the expression holds. */
    public boolean decides(int term) {
        return deciding[term];
    }

    private sealed interface Node {
        boolean holds(IntPredicate hit);

        void markDeciding(boolean negated, boolean[] deciding);
    }

    private record Leaf(int term) implements Node {
        @Override
        public boolean holds(IntPredicate hit) {
            return hit.test(term);
        }

        @Override
        public void markDeciding(boolean negated, boolean[] deciding) {
            deciding[term] |= !negated;
        }
    }

    private record Not(Node operand) implements Node {
        @Override
        public boolean holds(IntPredicate hit) {
            return !operand.holds(hit);
        }

        @Override
        public void markDeciding(boolean negated, boolean[] deciding) {
            operand.markDeciding(!negated, deciding);
        }
    }

    /** A conjunction ({@code all}) or a disjunction of two or more operands. */
    private static final class Junction implements Node {
        private final boolean all;
        private final Node[] operands;

        Junction(boolean all, List<Node> operands) {
            this.all = all;
            this.operands = operands.toArray(Node[]::new);
        }

        @Override
        public boolean holds(IntPredicate hit) {
            for (Node operand : operands) {
                if (operand.holds(hit) != all) {
                    return !all;
                }
            }
            return all;
        }

        @Override
        public void markDeciding(boolean negated, boolean[] deciding) {
            for (Node operand : operands) {
                operand.markDeciding(negated, deciding);
            }
        }
    }

    /** Recursive descent; the nesting is limited, so the stack is too. */
    private static final class Parser {
        private final String source;
        private final Map<Term, Integer> terms = new LinkedHashMap<>();
        private int at;

        Parser(String source) {
            this.source = source;
        }

        Node parse() {
            skipWhiteSpace();
            if (at == source.length()) {
                throw new ExpressionException(0, "expression is empty; write at least one phrase");
            }
            Node root = disjunction(0);
            if (at < source.length()) {
                throw unexpected();
            }
            return root;
        }

        private Node disjunction(int depth) {
            return junction('|', depth);
        }

        private Node junction(char operator, int depth) {
            List<Node> operands = new ArrayList<>();
            do {
                operands.add(operator == '|' ? junction('&', depth) : negation(depth));
            } while (take(operator));
            return operands.size() == 1 ? operands.get(0) : new Junction(operator == '&', operands);
        }

        private Node negation(int depth) {
            boolean negated = false;
            while (take('!')) {
                negated = !negated;
            }
            Node operand = primary(depth);
            return negated ? new Not(operand) : operand;
        }

        private Node primary(int depth) {
            skipWhiteSpace();
            if (at == source.length()) {
                throw new ExpressionException(
                        at, "expression ends where a phrase is expected; add it or take away " + "what stands before");
            }
            char c = source.charAt(at);
            if (c == '(') {
                return group(depth);
            }
            if (c == '"') {
                return leaf(quoted());
            }
            if (isOperator(c)) {
                throw new ExpressionException(
                        at,
                        "\"" + c + "\" stands where a phrase is expected; add the phrase, or "
                                + "put it in quotes where " + c + " belongs to it");
            }
            return leaf(unquoted());
        }

        private Node group(int depth) {
            int opening = at;
            if (depth == MAX_DEPTH) {
                throw new ExpressionException(
                        at,
                        "parentheses are nested more than " + MAX_DEPTH
                                + " deep; split the expression into several rules");
            }
            at++;
            Node inner = disjunction(depth + 1);
            if (!take(')')) {
                if (at < source.length()) {
                    throw unexpected();
                }
                throw new ExpressionException(opening, "parenthesis is never closed; add \")\"");
            }
            return inner;
        }

        private Term quoted() {
            int opening = at++;
            StringBuilder text = new StringBuilder();
            while (at < source.length() && source.charAt(at) != '"') {
                if (source.charAt(at) == '\\' && at + 1 < source.length() && isEscapable(source.charAt(at + 1))) {
                    at++;
                }
                text.append(source.charAt(at++));
            }
            if (at == source.length()) {
                throw new ExpressionException(opening, "quote is never closed; add \"");
            }
            at++;
            if (text.toString().isBlank()) {
                throw new ExpressionException(opening, "phrase in quotes is empty; write its text or take it away");
            }
            return new Term(text.toString(), false, false);
        }

        private Term unquoted() {
            int start = at;
            while (at < source.length() && !isOperator(source.charAt(at)) && source.charAt(at) != '"') {
                at++;
            }
            int end = at;
            while (isWhiteSpace(source.charAt(end - 1))) {
                end--;
            }
            boolean openStart = source.charAt(start) == '*';
            boolean openEnd = end - 1 > start && source.charAt(end - 1) == '*';
            int from = openStart ? start + 1 : start;
            int to = openEnd ? end - 1 : end;
            if (from == to) {
                throw new ExpressionException(
                        start,
                        "\"*\" stands alone; write the phrase whose boundary it lifts, or " + "put it in quotes");
            }
            if (openStart && isWhiteSpace(source.charAt(from))) {
                throw misplacedStar(start);
            }
            if (openEnd && isWhiteSpace(source.charAt(to - 1))) {
                throw misplacedStar(end - 1);
            }
            int inner = source.indexOf('*', from);
            if (inner >= 0 && inner < to) {
                throw misplacedStar(inner);
            }
            return new Term(withSingleBlanks(source.substring(from, to)), openStart, openEnd);
        }

        private static ExpressionException misplacedStar(int position) {
            return new ExpressionException(
                    position,
                    "\"*\" may only touch the start or the end of a phrase; put the phrase in quotes where * belongs to"
                            + " it");
        }

        private static String withSingleBlanks(String text) {
            StringBuilder single = new StringBuilder(text.length());
            for (int i = 0; i < text.length(); i++) {
                if (!isWhiteSpace(text.charAt(i))) {
                    single.append(text.charAt(i));
                } else if (!isWhiteSpace(text.charAt(i - 1))) {
                    single.append(' ');
                }
            }
            return single.toString();
        }

        private Leaf leaf(Term term) {
            Integer known = terms.putIfAbsent(term, terms.size());
            return new Leaf(known == null ? terms.size() - 1 : known);
        }

        private boolean take(char wanted) {
            skipWhiteSpace();
            if (at < source.length() && source.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private void skipWhiteSpace() {
            while (at < source.length() && isWhiteSpace(source.charAt(at))) {
                at++;
            }
        }

        private ExpressionException unexpected() {
            char c = source.charAt(at);
            if (c == ')') {
                return new ExpressionException(at, "\")\" closes nothing; add \"(\" or take it away");
            }
            return new ExpressionException(
                    at,
                    "an operator is missing before \"" + c
                            + "\"; join the parts with & or |, or put the whole phrase in quotes");
        }

        private static boolean isOperator(char c) {
            return c == '!' || c == '&' || c == '|' || c == '(' || c == ')';
        }

        private static boolean isEscapable(char c) {
            return c == '"' || c == '\\';
        }

        private static boolean isWhiteSpace(char c) {
            return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
        }
    }
}
