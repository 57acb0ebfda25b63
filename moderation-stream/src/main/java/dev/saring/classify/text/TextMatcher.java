package dev.saring.classify.text;

import dev.saring.moderation.Fold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds all phrases of a list in one pass over a folded text (Aho and Corasick, 1975). Immutable. */
public final class TextMatcher {
    private static final class Node {
        final Map<Character, Node> next = new HashMap<>();
        final List<Integer> phrases = new ArrayList<>();
        Node fail;
        Node output;
        int depth;
    }

    private final List<Phrase> phrases;
    private final Map<Fold, Node> roots = new EnumMap<>(Fold.class);

    private TextMatcher(List<Phrase> phrases) {
        this.phrases = List.copyOf(phrases);
    }

    /**
     * Compiles phrases; a phrase's number is its index.
     *
     * @throws IllegalArgumentException naming a phrase that folds to nothing
     */
    public static TextMatcher compile(List<Phrase> phrases) {
        TextMatcher matcher = new TextMatcher(phrases);
        for (int i = 0; i < phrases.size(); i++) {
            Phrase phrase = phrases.get(i);
            Fold fold = phrase.fold() == Fold.EXACT ? Fold.EXACT : Fold.STANDARD;
            String folded = withSingleBlanks(Folding.fold(phrase.text(), fold)).strip();
            if (folded.isEmpty()) {
                throw new IllegalArgumentException("phrase \"" + phrase.text() + "\" folds to nothing");
            }
            Node node = matcher.roots.computeIfAbsent(fold, ignored -> new Node());
            for (char c : folded.toCharArray()) {
                Node parent = node;
                node = parent.next.computeIfAbsent(c, ignored -> new Node());
                node.depth = parent.depth + 1;
            }
            node.phrases.add(i);
        }
        matcher.roots.values().forEach(TextMatcher::link);
        return matcher;
    }

    private static void link(Node root) {
        Deque<Node> queue = new ArrayDeque<>();
        root.fail = root;
        queue.add(root);
        while (!queue.isEmpty()) {
            Node node = queue.remove();
            node.next.forEach((c, child) -> {
                child.fail = node == root ? root : step(node.fail, c, root);
                child.output = child.fail.phrases.isEmpty() ? child.fail.output : child.fail;
                queue.add(child);
            });
        }
    }

    private static Node step(Node node, char c, Node root) {
        while (node != root && !node.next.containsKey(c)) {
            node = node.fail;
        }
        return node.next.getOrDefault(c, root);
    }

    /** Reports each place where a phrase stands in the text. */
    public void scan(CharSequence text, ScanBuffers buffers, HitSink hits) {
        roots.forEach((fold, root) -> {
            Folding.fold(text, fold, buffers);
            singleBlanks(buffers);
            scan(buffers, root, hits);
        });
    }

    private void scan(ScanBuffers text, Node root, HitSink hits) {
        Node node = root;
        for (int i = 0; i < text.length; i++) {
            node = step(node, text.folded[i], root);
            for (Node found = node; found != null; found = found.output) {
                for (int id : found.phrases) {
                    int first = i + 1 - found.depth;
                    Phrase phrase = phrases.get(id);
                    if ((phrase.openStart() || boundary(text, first)) && (phrase.openEnd() || boundary(text, i + 1))) {
                        hits.hit(id, text.starts[first], text.ends[i]);
                    }
                }
            }
        }
    }

    private static boolean boundary(ScanBuffers text, int at) {
        return at == 0
                || at == text.length
                || !Character.isLetterOrDigit(text.folded[at - 1])
                || !Character.isLetterOrDigit(text.folded[at]);
    }

    private static void singleBlanks(ScanBuffers text) {
        int to = 0;
        for (int i = 0; i < text.length; i++) {
            boolean blank = Character.isWhitespace(text.folded[i]);
            if (blank && to > 0 && text.folded[to - 1] == ' ') {
                continue;
            }
            text.folded[to] = blank ? ' ' : text.folded[i];
            text.starts[to] = text.starts[i];
            text.ends[to] = text.ends[i];
            to++;
        }
        text.length = to;
    }

    private static String withSingleBlanks(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
