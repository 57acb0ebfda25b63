package dev.saring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final AtomicLong seconds = new AtomicLong();

    @Test
    void progress_isToldEveryFiveSeconds() {
        Progress progress = new Progress("decisions", 200, () -> TimeUnit.SECONDS.toNanos(seconds.get()));

        assertThat(told(() -> {
                    progress.left(190);
                    seconds.set(5);
                    progress.left(150);
                    seconds.set(9);
                    progress.left(120);
                    seconds.set(10);
                    progress.left(2);
                }))
                .isEqualTo("reading decisions: 25 % of 200 offsets\nreading decisions: 99 % of 200 offsets\n");
    }

    @Test
    void nothingToRead_isNotTold() {
        Progress progress = new Progress("decisions", 0, () -> TimeUnit.SECONDS.toNanos(seconds.get()));
        seconds.set(60);

        assertThat(told(() -> progress.left(0))).isEmpty();
    }

    private static String told(Runnable work) {
        PrintStream err = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(err);
        }
        return told.toString(StandardCharsets.UTF_8);
    }
}
