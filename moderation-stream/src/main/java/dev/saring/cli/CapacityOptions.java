package dev.saring.cli;

import dev.saring.topology.CapacityDemand;
import dev.saring.topology.CapacityFigures;
import dev.saring.topology.CapacityPlan;
import dev.saring.topology.TopicPlan;
import dev.saring.topology.Topics;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What an installation must carry. */
final class CapacityOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--uploads-per-second",
            paramLabel = "N",
            description = "At the busiest time of a day: also work out partitions, instances, memory, disk and network,"
                    + " and show how.")
    private Double uploadsPerSecond;

    @Option(
            names = "--figures",
            paramLabel = "FILE",
            defaultValue = "bench-figures.properties",
            description = "What `saring bench pipeline --out FILE` measured; default: ${DEFAULT-VALUE}.")
    private Path figures;

    @Option(
            names = "--peak-to-average",
            paramLabel = "F",
            defaultValue = "2",
            description = "The busiest time over the average of a day, for the disk; default: ${DEFAULT-VALUE}.")
    private double peakToAverage;

    @Option(
            names = "--images",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Share of uploads with an image whose PDQ hash is looked up, 0 to 1; default: ${DEFAULT-VALUE}.")
    private double images;

    @Option(
            names = "--videos",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of uploads with a video, 0 to 1; default: ${DEFAULT-VALUE}.")
    private double videos;

    @Option(
            names = "--hashes",
            paramLabel = "N",
            defaultValue = "0",
            description = "Perceptual hashes in the bank; by default as many as the figures were measured with.")
    private long hashes;

    @Option(
            names = "--cores",
            paramLabel = "N",
            defaultValue = "0",
            description = "Processors of one instance; by default as many as the figures were measured on.")
    private int cores;

    @Option(
            names = "--catch-up",
            paramLabel = "F",
            defaultValue = "2",
            description =
                    "What instances can do over what they must do at the peak, with one of them down; at 2 a backlog"
                            + " takes as long to work off as it took to come up. Default: ${DEFAULT-VALUE}.")
    private double catchUp;

    @Option(
            names = "--growth",
            paramLabel = "F",
            defaultValue = "2",
            description = "How much more may come without more partitions; default: ${DEFAULT-VALUE}.")
    private double growth;

    boolean isGiven() {
        return uploadsPerSecond != null;
    }

    CapacityPlan plan(Topics names, TopicPlan topics, int replication) {
        CapacityDemand demand;
        try {
            demand = new CapacityDemand(
                    uploadsPerSecond, peakToAverage, images, videos, hashes, cores, replication, catchUp, growth);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        try {
            return new CapacityPlan(demand, CapacityFigures.read(figures), names, topics);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
