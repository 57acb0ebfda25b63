package dev.saring.classify.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The ordinary words of English and Indonesian. They are protected: nothing that merely resembles a phrase is a hit
 * where it is one of these words. Sources and licences stand in {@code NOTICE.txt}.
 */
public final class OrdinaryWords {
    private static final String[] FILES = {"ordinary-words-en.txt", "ordinary-words-id.txt", "ordinary-words-chat.txt"};

    /** The hash of the empty word; {@link #extend} it letter by letter. */
    static final long HASH_START = 0xcbf29ce484222325L;

    /** Open addressing by a 64-bit hash; 0 marks a free place. */
    private static final long[] TABLE;

    static {
        List<String> words = new ArrayList<>();
        forEach(words::add);
        TABLE = new long[Integer.highestOneBit(words.size()) << 2];
        for (String word : words) {
            long hash = HASH_START;
            for (int i = 0; i < word.length(); i++) {
                hash = extend(hash, word.charAt(i));
            }
            int at = slot(hash);
            while (TABLE[at] != 0 && TABLE[at] != hash) {
                at = at + 1 & TABLE.length - 1;
            }
            TABLE[at] = hash;
        }
    }

    private OrdinaryWords() {}

    /** Hands over each word, in lower case; a word of two lists twice. */
    public static void forEach(Consumer<String> reader) {
        for (String file : FILES) {
            Resources.lines(file, reader);
        }
    }

    /** The hash of a word with one more letter (FNV-1a, 64 bits). */
    static long extend(long hash, int letter) {
        return (hash ^ letter) * 0x100000001b3L;
    }

    /** Whether a word of that hash is in the lists. */
    static boolean contains(long hash) {
        for (int at = slot(hash); TABLE[at] != 0; at = at + 1 & TABLE.length - 1) {
            if (TABLE[at] == hash) {
                return true;
            }
        }
        return false;
    }

    private static int slot(long hash) {
        return (int) (hash ^ hash >>> 32) & TABLE.length - 1;
    }
}
