/** Saring's records as JSON objects: fields by name, bytes as hex, times as ISO 8601. */
package dev.saring.serde.json;
