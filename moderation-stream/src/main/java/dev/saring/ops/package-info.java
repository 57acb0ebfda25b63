/** Metrics, health and the small server that shows them. {@link dev.saring.ops.Meter} lists and explains the meters. */
package dev.saring.ops;
