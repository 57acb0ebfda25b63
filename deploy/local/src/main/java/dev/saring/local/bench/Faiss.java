package dev.saring.local.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** FAISS beside our index, as a Python process of its own. */
final class Faiss {
    /** Debian's own Python first: only that one sees the package python3-faiss. */
    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

    private static final String SCRIPT = "faiss_lookup.py";

    /**
     * What FAISS did.
     *
     * @param microseconds processor time for each query
     * @param found how many hashes all queries found together
     */
    record Result(double microseconds, int found) {}

    private final String python;

    private Faiss(String python) {
        this.python = python;
    }

    /** FAISS, if a Python here has it. */
    static Optional<Faiss> find() throws IOException, InterruptedException {
        for (String python : PYTHONS) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import faiss, numpy")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor() == 0) {
                    return Optional.of(new Faiss(python));
                }
            } catch (IOException noSuchPython) {
                continue;
            }
        }
        return Optional.empty();
    }

    /** Builds an index of the bank and looks up the queries, so many times over. */
    Result lookUp(long[] bank, long[] queries, int rounds) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("saring-faiss");
        Path script = folder.resolve(SCRIPT);
        Path bankFile = folder.resolve("bank");
        Path queryFile = folder.resolve("queries");
        try {
            try (InputStream source = Faiss.class.getResourceAsStream(SCRIPT)) {
                Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
            }
            write(bank, bankFile);
            write(queries, queryFile);
            Process process = new ProcessBuilder(
                            python, script.toString(), bankFile.toString(), queryFile.toString(), "" + rounds)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IOException("FAISS ended with status " + process.exitValue());
            }
            String[] fields = answer.split(" ");
            return new Result(Double.parseDouble(fields[0]), Integer.parseInt(fields[1]));
        } finally {
            Files.deleteIfExists(queryFile);
            Files.deleteIfExists(bankFile);
            Files.deleteIfExists(script);
            Files.deleteIfExists(folder);
        }
    }

    private static void write(long[] words, Path file) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            for (long word : words) {
                out.writeLong(word);
            }
        }
    }
}
