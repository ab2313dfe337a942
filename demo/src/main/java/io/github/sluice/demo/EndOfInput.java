package io.github.sluice.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** How a child process learns that its parent wants it to end, or is gone: its standard input ends. */
final class EndOfInput {
    private EndOfInput() {}

    /** Reads the input from now on, on a thread of its own; the latch opens at its end. */
    static CountDownLatch watch() {
        CountDownLatch ended = new CountDownLatch(1);
        Thread input = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // only its end matters
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        ended.countDown();
                    }
                },
                "end-of-input");
        input.setDaemon(true);
        input.start();
        return ended;
    }
}
