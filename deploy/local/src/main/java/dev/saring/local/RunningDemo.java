package dev.saring.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the other programs of this folder find the settings of the demo that was started last. */
final class RunningDemo implements AutoCloseable {
    private final Path link;
    private final Path settings;
    private final Runnable atExit = this::close;

    private RunningDemo(Path link, Path settings) {
        this.link = link;
        this.settings = settings;
    }

    /** The settings file of a running demo; it is missing while none runs. */
    static Path settings(Checkout checkout) {
        return checkout.root().resolve("deploy/local/target/demo.properties");
    }

    /** Has the settings of this demo found there until closed. */
    static RunningDemo announce(Checkout checkout, Path settings) {
        RunningDemo demo = new RunningDemo(settings(checkout), settings);
        try {
            Files.deleteIfExists(demo.link);
            Files.createSymbolicLink(demo.link, settings);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + demo.link, e);
        }
        AtExit.add(demo.atExit);
        return demo;
    }

    /** Takes the announcement back, unless another demo has announced itself since. */
    @Override
    public void close() {
        AtExit.remove(atExit);
        try {
            if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(settings)) {
                Files.delete(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + link, e);
        }
    }
}
