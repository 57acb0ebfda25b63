package dev.saring.cli;

import dev.saring.classify.hash.HashBank;
import dev.saring.classify.hash.HashBankView;
import dev.saring.classify.hash.HashBuffers;
import dev.saring.classify.hash.HashTerms;
import dev.saring.moderation.HashAlgorithm;
import dev.saring.rules.CsvTable;
import dev.saring.rules.Problems;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saring match}: which known PDQ hashes are near those on standard input. */
@Command(
        name = "match",
        mixinStandardHelpOptions = true,
        description = {
            "Reads one PDQ hash a line, 64 hexadecimal digits, from standard input, and prints a line"
                    + " query<TAB>ruleId<TAB>distance for each pair within the distance.",
            "The distance takes the place of the rules' own; quality is not looked at."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every line was looked up", "1:a line or the file could not be read", "2:wrong usage"})
public final class MatchCommand implements Callable<Integer> {
    private static final int BEST_QUALITY = 100;
    private static final Pattern PDQ = Pattern.compile("\\p{XDigit}{64}");

    /** How much of a wrong value an error message shows. */
    private static final int SHOWN = 80;

    /** After so many lines a reader of the output that has gone away is noticed. */
    private static final int CHECKED_EVERY = 10_000;

    @Option(
            names = "--hashes",
            required = true,
            paramLabel = "FILE.csv",
            description = "A file like hashes.csv; its PDQ rules are matched, others left out.")
    private Path hashes;

    @Option(
            names = "--max-distance",
            paramLabel = "N",
            defaultValue = "31",
            description = "The greatest Hamming distance in bits, 0 to 64; default: ${DEFAULT-VALUE}.")
    private int maxDistance;

    @Spec
    private CommandSpec spec;

    private static final List<String> COLUMNS = List.of("rule_id", "algorithm", "value");

    private final List<String> ruleIds = new ArrayList<>();

    @Override
    public Integer call() throws IOException {
        if (maxDistance < 0 || maxDistance > HashTerms.GREATEST_DISTANCE) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--max-distance must be 0 to " + HashTerms.GREATEST_DISTANCE + ", but is " + maxDistance);
        }
        HashBankView bank;
        try {
            bank = load();
        } catch (BadList e) {
            System.err.println(e.getMessage());
            return 1;
        }
        return lookUp(bank) ? 0 : 1;
    }

    private HashBankView load() throws BadList {
        HashBank bank = new HashBank();
        HashTerms terms = new HashTerms(maxDistance, 0, 0, 0);
        Problems problems = new Problems();
        int others = 0;
        try (CsvTable table = new CsvTable(hashes, List.of(), COLUMNS, problems)) {
            for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
                if (!row.cell("algorithm").equalsIgnoreCase(HashAlgorithm.PDQ.name())) {
                    others++;
                    continue;
                }
                try {
                    byte[] value = parse(row.cell("value").strip());
                    bank.add(ruleIds.size(), HashAlgorithm.PDQ, List.of(value), terms);
                    ruleIds.add(row.cell("rule_id"));
                } catch (IllegalArgumentException e) {
                    row.report("value", e.getMessage());
                }
            }
        } catch (NoSuchFileException e) {
            throw new BadList(hashes + ": there is no such file");
        } catch (IOException e) {
            throw new BadList(hashes + ": " + e.getMessage());
        }
        if (problems.count() > 0) {
            throw new BadList(problems.describe());
        }
        System.err.println(
                ruleIds.size() + " PDQ rules" + (others > 0 ? "; left out, of other algorithms: " + others : ""));
        return bank.view();
    }

    private static byte[] parse(String pdq) {
        if (!PDQ.matcher(pdq).matches()) {
            String shown = pdq.length() > SHOWN ? pdq.substring(0, SHOWN) + "..." : pdq;
            throw new IllegalArgumentException(
                    "a PDQ hash has 64 hexadecimal digits and nothing else, unlike: " + shown);
        }
        return HexFormat.of().parseHex(pdq);
    }

    private boolean lookUp(HashBankView bank) throws IOException {
        HashBuffers buffers = new HashBuffers();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
        PrintStream out = new PrintStream(new BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
        boolean good = true;
        long number = 0;
        for (String line; (line = in.readLine()) != null; ) {
            number++;
            String query = line.strip();
            if (query.isEmpty()) {
                continue;
            }
            try {
                bank.near(parse(query), BEST_QUALITY, buffers, (rule, distance) -> {
                    out.append(query).append('\t').append(ruleIds.get(rule));
                    out.append('\t').append(Integer.toString(distance)).append('\n');
                });
            } catch (IllegalArgumentException e) {
                good = false;
                System.err.println("line " + number + ": " + e.getMessage());
            }
            if ((number % CHECKED_EVERY == 0 || !in.ready()) && out.checkError()) {
                break;
            }
        }
        if (out.checkError()) {
            System.err.println("standard output cannot be written to");
            return false;
        }
        return good;
    }

    /** A hash list that cannot be used. */
    private static final class BadList extends Exception {
        BadList(String message) {
            super(message);
        }
    }
}
