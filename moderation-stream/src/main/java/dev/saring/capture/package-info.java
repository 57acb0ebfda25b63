/** Packs uploads with all that decided on them into one file, and decides on them again without Kafka and registry. */
package dev.saring.capture;
