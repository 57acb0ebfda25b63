/**
 * Avro records in Confluent's wire format, and the schema registry behind it.
 *
 * <p>Failures come in two kinds that callers must keep apart. {@link dev.saring.serde.UndecodableException} is the
 * record's own fault: it stays undecodable however often it is tried, and belongs in the dead letter.
 * {@link dev.saring.serde.RegistryUnavailableException} is the environment's: the record is tried again later.
 */
package dev.saring.serde;
