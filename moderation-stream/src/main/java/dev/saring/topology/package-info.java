/**
 * How records flow, and the only package that knows Kafka Streams. {@code ModerationTopology} is the whole picture; its
 * stages stand beside it. {@link dev.saring.topology.PipelineApp} starts it and everything around it,
 * {@link dev.saring.topology.RunningPipeline} is what runs, {@link dev.saring.topology.TopicPlan} what the cluster needs.
 *
 * <p>A record's own fault ends in the dead letter ({@link dev.saring.topology.DeadLetterCause}). What belongs to the
 * environment is waited for, within a record for seconds, else by a thread that ends and is replaced; no record is
 * skipped. The rest ends the instance, with its reason.
 */
package dev.saring.topology;
