/** What this machine and this cluster can carry: {@code saring bench}. */
package dev.saring.bench;
