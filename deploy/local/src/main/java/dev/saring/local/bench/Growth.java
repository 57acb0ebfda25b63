package dev.saring.local.bench;

import dev.saring.bench.BenchFigures;
import dev.saring.local.Checkout;
import dev.saring.local.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the pipeline's figures grow with expressions, hashes, partitions and the size of uploads, one dimension at a time:
 * {@code saring bench pipeline} for each point, on a broker that all share. Writes a table and a picture beside the scripts.
 */
public final class Growth {
    private static final String USAGE =
            "usage: bench.sh growth [--uploads N (of the smallest; fewer where they are larger)] [--rounds N]";
    private static final String BYTES = "bytes an upload";
    private static final int SMALL = 500;

    /**
     * What is measured.
     *
     * @param dimension what grows, as the table calls it
     * @param option the option that says so
     * @param values its values, from small to large
     */
    private record Dimension(String dimension, String option, List<Integer> values) {}

    private static final List<Dimension> DIMENSIONS = List.of(
            new Dimension("expressions", "--expressions", List.of(1_000, 10_000, 100_000)),
            new Dimension("hashes of each kind", "--exact-hashes", List.of(100_000, 1_000_000)),
            new Dimension("partitions", "--partitions", List.of(1, 4, 16)),
            new Dimension(BYTES, "--upload-bytes", List.of(SMALL, 5_000, 50_000)));

    private static final Map<String, Integer> BASE =
            Map.of("--expressions", 10_000, "--exact-hashes", 1_000_000, "--partitions", 4, "--upload-bytes", SMALL);

    private final Map<String, Integer> options = new LinkedHashMap<>(Map.of("--uploads", 200_000, "--rounds", 3));
    private final Map<Map<String, Integer>, BenchFigures> measured = new LinkedHashMap<>();

    private Growth(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 < args.length && options.containsKey(args[i]) && args[i + 1].matches("[1-9][0-9]{0,7}")) {
                options.put(args[i], Integer.valueOf(args[i + 1]));
            } else {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }

    /** Measures, and writes the table and the picture. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new Growth(args).run(Checkout.ofWorkingDirectory().root().resolve("deploy/local"));
    }

    private void run(Path folder) throws IOException, InterruptedException {
        Map<String, List<GrowthPoint>> points = new LinkedHashMap<>();
        try (PipelineBenchOnBroker bench = new PipelineBenchOnBroker();
                TemporaryFolder files = TemporaryFolder.create("saring-growth-")) {
            for (Dimension dimension : DIMENSIONS) {
                List<GrowthPoint> line = new ArrayList<>();
                for (int value : dimension.values()) {
                    Map<String, Integer> point = new LinkedHashMap<>(BASE);
                    point.put(dimension.option(), value);
                    BenchFigures figures = measured.get(point);
                    if (figures == null) {
                        figures = measure(bench, point, files.path().resolve(measured.size() + ".properties"));
                        measured.put(point, figures);
                    }
                    line.add(new GrowthPoint(value, figures));
                }
                points.put(dimension.dimension(), line);
            }
        }
        Files.writeString(folder.resolve("growth.md"), GrowthTable.of(points));
        Files.writeString(folder.resolve("growth.svg"), GrowthPicture.of(points));
        System.out.println("written: growth.md and growth.svg in " + folder);
    }

    private BenchFigures measure(PipelineBenchOnBroker bench, Map<String, Integer> point, Path out)
            throws IOException, InterruptedException {
        System.out.println("measuring " + point);
        List<String> arguments = new ArrayList<>();
        point.forEach((option, value) -> arguments.addAll(List.of(option, value.toString())));
        int uploads = Math.max(5_000, options.get("--uploads") / Math.max(1, point.get("--upload-bytes") / 1_000));
        arguments.addAll(List.of("--pdq-hashes", point.get("--exact-hashes").toString()));
        arguments.addAll(List.of("--uploads", Integer.toString(uploads), "--videos", "0", "--latency", "5"));
        arguments.addAll(List.of("--rounds", options.get("--rounds").toString(), "--out", out.toString()));
        if (bench.run(arguments) != 0) {
            throw new IllegalStateException("bench pipeline failed at " + point);
        }
        return BenchFigures.read(out);
    }
}
