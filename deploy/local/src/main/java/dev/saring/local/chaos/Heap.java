package dev.saring.local.chaos;

import dev.saring.local.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What a Java process holds on its heap when all garbage is gone. */
final class Heap {
    private static final String USED = "jvm_memory_used_bytes{area=\"heap\"";

    private Heap() {}

    /** Has an instance collect all garbage, and returns what is left, in MiB. */
    static long liveMegabytes(Instance instance) throws InterruptedException {
        Path jcmd = Path.of(ChildProcess.java()).resolveSibling("jcmd");
        try {
            Process process = new ProcessBuilder(
                            jcmd.toString(), Long.toString(instance.handle().pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(jcmd + " could not make " + instance.name() + " collect its garbage");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A JDK is needed, for its jcmd", e);
        }
        return (long) instance.metric(USED) >> 20;
    }
}
