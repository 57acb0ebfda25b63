package dev.saring.bench;

import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.MediaHash;
import dev.saring.moderation.MediaKind;
import dev.saring.moderation.TextField;
import dev.saring.moderation.UploadEvent;
import dev.saring.moderation.UploadKind;
import dev.saring.moderation.UploadMedia;
import dev.saring.moderation.UploadText;
import dev.saring.moderation.VideoFrame;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Uploads by number, each a pure function of seed and number: a post with title, caption and hashtags in Indonesian (two
 * thirds) or English, and an image with an MD5 and a PDQ hash, or a video with frames. One in seven has emoji or styled
 * letters. One in {@value #MATCHES} matches a rule: four in five by its text, half of them disguised where the rule looks
 * through it, the others by their exact hash. One in {@value #NEAR} has a PDQ hash, or frames, near one of the bank.
 */
final class BenchUploads {
    /** One in so many matches a keyword or exact-hash rule. */
    static final int MATCHES = 20;
    /** One in so many is near a hash of the perceptual bank. */
    static final int NEAR = 100;

    /** What an upload takes beside its texts. */
    private static final int FRAME_BYTES = 250;
    /** The longest caption that platforms allow; what is longer is a transcript. */
    private static final int LONGEST_CAPTION = 2_200;

    private static final String[] ORNAMENTS = {" 😂", " 🔥🔥", " 🙏", " ❤️", " 😭", "… ", " – ", " 𝐩𝐫𝐨𝐦𝐨 "};
    private static final long FIRST_TIME = 1_790_000_000_000L;
    private static final int MD5_BYTES = 16;
    private static final int PDQ_BYTES = 32;
    private static final int PDQ_BITS = 256;
    private static final int FARTHEST = 31;

    /**
     * How uploads are made.
     *
     * @param bytes average size of an upload's record, 350 or more; sizes spread over a third to both sides
     * @param expressions keyword rules that uploads may match
     * @param exact exact hashes that they may match
     * @param near PDQ hashes, or videos, that they may be near
     * @param frames frames of each upload, which is a video then; 0 for images
     */
    record Shape(int bytes, int expressions, int exact, int near, int frames) {}

    private final long seed;
    private final BenchRules rules;
    private final Shape shape;

    BenchUploads(long seed, Shape shape) {
        this.seed = seed;
        this.rules = new BenchRules(seed);
        this.shape = shape;
    }

    /** The contentId of a number, by which it can be told again. */
    static String contentId(int number) {
        return String.format(Locale.ROOT, "post-%012d", number);
    }

    /** The number of a contentId in UTF-8. */
    static int number(byte[] contentId) {
        int number = 0;
        for (int i = "post-".length(); i < contentId.length; i++) {
            number = 10 * number + contentId[i] - '0';
        }
        return number;
    }

    UploadEvent upload(int number) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + number);
        boolean matches = number % MATCHES == 0;
        boolean byText = matches && number / MATCHES % 5 != 0;
        boolean indonesian = random.nextInt(3) != 0;
        return UploadEvent.newBuilder()
                .setEventId(new UUID(random.nextLong(), random.nextLong()).toString())
                .setKind(UploadKind.CREATE)
                .setContentId(contentId(number))
                .setRevision(0)
                .setUploaderId("user-" + random.nextInt(10_000_000))
                .setUploaderAge(random.nextInt(4) == 0 ? null : 13 + random.nextInt(60))
                .setUploadedAt(Instant.ofEpochMilli(FIRST_TIME + number))
                .setRegion(indonesian ? "ID" : random.nextBoolean() ? "SG" : "US")
                .setLanguage(indonesian ? "id" : "en")
                .setTexts(texts(random, indonesian, byText ? matching(random) : null))
                .setMedia(List.of(medium(number, matches && !byText, random)))
                .setAttributes(Map.of("app", "android-7.4"))
                .build();
    }

    private String matching(SplittableRandom random) {
        int rule = random.nextInt(shape.expressions());
        String text = rules.matching(rule);
        boolean strong = rule % 2 == 1;
        return random.nextBoolean() ? text : disguised(text, strong);
    }

    private static String disguised(String text, boolean strong) {
        return strong
                ? text.replace('a', '4').replace('e', '3').replace('i', '1')
                : text.toUpperCase(Locale.ROOT).replace('A', 'Á').replace('O', 'Ö');
    }

    private List<UploadText> texts(SplittableRandom random, boolean indonesian, String match) {
        int wanted = shape.bytes() * 2 / 3 + random.nextInt(shape.bytes() * 2 / 3 + 1);
        int room = Math.max(40, wanted - FRAME_BYTES);
        Vocabulary words = indonesian ? Vocabulary.INDONESIAN : Vocabulary.ENGLISH;
        List<UploadText> texts = new ArrayList<>();
        int title = Math.min(room / 4, 60);
        int hashtags = Math.min(room / 6, 60);
        texts.add(new UploadText(TextField.TITLE, null, prose(random, words, title, null)));
        int caption = Math.min(room - title - hashtags, LONGEST_CAPTION);
        texts.add(new UploadText(TextField.CAPTION, null, prose(random, words, caption, match)));
        texts.add(new UploadText(TextField.HASHTAGS, null, hashtags(random, words, hashtags)));
        int transcript = room - title - hashtags - caption;
        if (transcript > 0) {
            texts.add(new UploadText(TextField.TRANSCRIPT, null, prose(random, words, transcript, null)));
        }
        return texts;
    }

    private static String prose(SplittableRandom random, Vocabulary words, int length, String match) {
        StringBuilder text = new StringBuilder(length + 32);
        int place = match == null ? -1 : random.nextInt(Math.max(1, length - match.length()));
        boolean placed = match == null;
        while (text.length() < length || !placed) {
            if (!placed && text.length() >= place) {
                text.append(match).append(' ');
                placed = true;
                continue;
            }
            String word = words.frequent(random);
            boolean capital = text.isEmpty() || random.nextInt(12) == 0;
            text.append(capital ? Character.toUpperCase(word.charAt(0)) : word.charAt(0))
                    .append(word, 1, word.length())
                    .append(random.nextInt(9) == 0 ? ", " : " ");
        }
        if (length > 60 && random.nextInt(7) == 0) {
            text.append(ORNAMENTS[random.nextInt(ORNAMENTS.length)]);
        }
        return text.toString();
    }

    private static String hashtags(SplittableRandom random, Vocabulary words, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append('#').append(words.frequent(random)).append(' ');
        }
        return text.toString();
    }

    private UploadMedia medium(int number, boolean exactMatch, SplittableRandom random) {
        byte[] md5 = new byte[MD5_BYTES];
        random.nextBytes(md5);
        List<MediaHash> hashes = new ArrayList<>();
        if (exactMatch && shape.exact() > 0) {
            int rule = random.nextInt(shape.exact());
            HashAlgorithm algorithm = rule % 2 == 0 ? HashAlgorithm.MD5 : HashAlgorithm.SHA256;
            hashes.add(new MediaHash(algorithm, ByteBuffer.wrap(rules.exactValue(rule)), null));
        } else {
            hashes.add(new MediaHash(HashAlgorithm.MD5, ByteBuffer.wrap(md5), null));
        }
        boolean near = shape.near() > 0 && number % NEAR == 1;
        boolean video = shape.frames() > 0;
        if (!video) {
            byte[] pdq = near ? near(rules.pdqValue(random.nextInt(shape.near())), random) : random(random);
            hashes.add(new MediaHash(HashAlgorithm.PDQ, ByteBuffer.wrap(pdq), 50 + random.nextInt(51)));
        }
        return UploadMedia.newBuilder()
                .setMediaId("m-1")
                .setKind(video ? MediaKind.VIDEO : MediaKind.IMAGE)
                .setMimeType(video ? "video/mp4" : "image/jpeg")
                .setUri("https://cdn.example/u/" + Long.toHexString(random.nextLong()))
                .setHashes(hashes)
                .setFrames(video ? frames(near, random) : List.of())
                .build();
    }

    private List<VideoFrame> frames(boolean near, SplittableRandom random) {
        int rule = near ? random.nextInt(shape.near()) : -1;
        List<VideoFrame> frames = new ArrayList<>(shape.frames());
        for (int i = 0; i < shape.frames(); i++) {
            byte[] value = near ? near(rules.frame(rule, i), random) : random(random);
            frames.add(new VideoFrame(1_000L * i, ByteBuffer.wrap(value), 60 + random.nextInt(41)));
        }
        return frames;
    }

    private static byte[] random(SplittableRandom random) {
        byte[] pdq = new byte[PDQ_BYTES];
        random.nextBytes(pdq);
        return pdq;
    }

    /** A hash at a distance of 0 to 31. */
    private static byte[] near(byte[] pdq, SplittableRandom random) {
        for (int flips = random.nextInt(FARTHEST + 1); flips > 0; flips--) {
            int bit = random.nextInt(PDQ_BITS);
            pdq[bit >> 3] ^= (byte) (1 << (bit & 7));
        }
        return pdq;
    }
}
