package dev.saring.bench;

/**
 * What one pass over the uploads took.
 *
 * @param perSecond uploads a second, all threads together
 * @param cpuMicros processor time of this process for each upload
 * @param allocatedBytes bytes that this process allocated for each upload
 */
record Pass(double perSecond, double cpuMicros, double allocatedBytes) {}
