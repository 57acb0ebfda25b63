package dev.saring.rules;

import dev.saring.classify.policy.PolicyBook;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.moderation.HashRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Hash rules from lists as they are handed round. A plain list has one hash a line; each becomes a rule with the id
 * {@code SOURCE:hex}. A vPDQ file holds the frames of one video, a line each: frame number, quality, hash, seconds; it
 * becomes one rule with the id {@code SOURCE:} and the file's name without its ending. Empty lines and those that begin
 * with {@code #} are skipped; digits may be of either case.
 *
 * <p>What cannot be taken is a problem with its line. A rule that comes again is told with both places and left out; two
 * that would share an id and look for something else are a problem. Equal frames of one video are kept: a video that
 * stands still has them, and the shares of a match count them.
 */
public final class HashList {
    private static final int VPDQ_CELLS = 4;

    private final HashRule template;
    private final RuleValidation validation;
    private final Problems problems = new Problems();
    private final Problems duplicates = new Problems();
    private final List<HashRule> rules = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();
    private long framesLeftOut;

    private record Place(Path file, long line, HashRule rule) {
        @Override
        public String toString() {
            return line > 0 ? file + " line " + line : file.toString();
        }
    }

    /** What is done with each line that holds something. */
    private interface LineReader {
        void read(String text, long line);
    }

    /** @param template all that the rules have in common; its id and values do not matter */
    public HashList(HashRule template, PolicyBook policies) {
        this.template = template;
        this.validation = new RuleValidation(policies);
    }

    /**
     * Takes a plain list of the template's algorithm.
     *
     * @throws IOException where the file cannot be read
     */
    public void addPlain(Path file) throws IOException {
        read(file, (text, line) -> {
            ByteBuffer value = hash(file, line, text, template.getAlgorithm());
            if (value != null) {
                put(file, line, text.toLowerCase(Locale.ROOT), template.getAlgorithm(), List.of(value));
            }
        });
    }

    /**
     * Takes the frames of one video.
     *
     * @param minQuality frames of less are left out, 0 to 100
     * @throws IOException where the file cannot be read
     */
    public void addVideo(Path file, int minQuality) throws IOException {
        List<ByteBuffer> frames = new ArrayList<>();
        long before = problems.count();
        read(file, (text, line) -> {
            String[] cells = text.split(",", -1);
            if (cells.length != VPDQ_CELLS) {
                problem(
                        file,
                        line,
                        "the line has " + cells.length
                                + " parts; write frame number, quality, hash and seconds, split by" + " commas");
                return;
            }
            int quality = quality(file, line, cells[1].strip());
            ByteBuffer value = hash(file, line, cells[2].strip(), HashAlgorithm.VIDEO_PDQ);
            if (quality < minQuality) {
                framesLeftOut += quality < 0 ? 0 : 1;
            } else if (value != null) {
                frames.add(value);
            }
        });
        if (frames.isEmpty()) {
            if (problems.count() == before) {
                problem(
                        file,
                        0,
                        "no frame has a quality of " + minQuality + " or more, so nothing could be found by it");
            }
            return;
        }
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        put(file, 0, dot > 0 ? name.substring(0, dot) : name, HashAlgorithm.VIDEO_PDQ, frames);
    }

    private void read(Path file, LineReader reader) throws IOException {
        long line = 0;
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                String stripped = (line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
                if (!stripped.isEmpty() && stripped.charAt(0) != '#') {
                    reader.read(stripped, line);
                }
            }
        } catch (CharacterCodingException e) {
            problem(file, line + 1, "here or below the file is not in UTF-8 and was read no further");
        }
    }

    private int quality(Path file, long line, String text) {
        if (text.matches("[0-9]{1,3}") && Integer.parseInt(text) <= 100) {
            return Integer.parseInt(text);
        }
        problem(file, line, "the quality '" + text + "' is no whole number from 0 to 100");
        return -1;
    }

    private ByteBuffer hash(Path file, long line, String text, HashAlgorithm algorithm) {
        int digits = 2 * HexCells.length(algorithm);
        if (text.length() != digits) {
            problem(
                    file,
                    line,
                    "the hash has " + text.length() + " characters, " + algorithm + " has " + digits
                            + " hexadecimal digits");
            return null;
        }
        try {
            return ByteBuffer.wrap(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            problem(file, line, "the hash holds something else than hexadecimal digits");
            return null;
        }
    }

    private void put(Path file, long line, String name, HashAlgorithm algorithm, List<ByteBuffer> values) {
        HashRule rule = new HashRule();
        rule.setRuleId(template.getSource() + ':' + name);
        rule.setPolicy(template.getPolicy());
        rule.setAction(template.getAction());
        rule.setAlgorithm(algorithm);
        rule.setValues(values);
        rule.setMaxDistance(template.getMaxDistance());
        rule.setMinQuality(template.getMinQuality());
        rule.setMinUploadShare(template.getMinUploadShare());
        rule.setMinBankShare(template.getMinBankShare());
        rule.setAllows(template.getAllows());
        rule.setSeverity(template.getSeverity());
        rule.setMode(template.getMode());
        rule.setRegions(template.getRegions());
        rule.setMinimumAge(template.getMinimumAge());
        rule.setLabels(template.getLabels());
        rule.setValidFrom(template.getValidFrom());
        rule.setValidUntil(template.getValidUntil());
        rule.setLegalBasis(template.getLegalBasis());
        rule.setSource(template.getSource());
        rule.setNote(template.getNote());
        rule.setUpdatedBy(template.getUpdatedBy());
        rule.setUpdatedAt(template.getUpdatedAt());
        Place first = places.putIfAbsent(rule.getRuleId(), new Place(file, line, rule));
        if (first != null) {
            again(file, line, rule, first);
            return;
        }
        try {
            validation.hash(rule);
            RuleValidation.hashTerms(rule);
            rules.add(rule);
        } catch (BadRuleException e) {
            problems.add(new Problem(file.toString(), line, e.field(), e.getMessage()));
        }
    }

    private void again(Path file, long line, HashRule rule, Place first) {
        HashRule other = first.rule();
        if (rule.getAlgorithm() == other.getAlgorithm() && rule.getValues().equals(other.getValues())) {
            duplicates.add(new Problem(file.toString(), line, "", "comes again, first in " + first));
        } else {
            problem(
                    file,
                    line,
                    "becomes the rule " + rule.getRuleId() + " and so does " + first
                            + ", which looks for something else;"
                            + " rename the file, or publish it with another --source");
        }
    }

    private void problem(Path file, long line, String text) {
        problems.add(new Problem(file.toString(), line, "", text));
    }

    /** The rules so far. */
    public List<HashRule> rules() {
        return rules;
    }

    /** What could not be taken. */
    public Problems problems() {
        return problems;
    }

    /** What came again and was left out. */
    public Problems duplicates() {
        return duplicates;
    }

    /** How many frames were of less than the least quality. */
    public long framesLeftOut() {
        return framesLeftOut;
    }
}
