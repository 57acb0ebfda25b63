/**
 * What people do with dead letters: list them, look at one, and send them back to uploads once the fault is mended. Plain
 * Kafka clients; the pipeline need not run.
 */
package dev.saring.deadletter;
