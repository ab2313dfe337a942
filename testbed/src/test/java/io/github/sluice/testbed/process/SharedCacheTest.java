package io.github.sluice.testbed.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedCacheTest {
    private final String name = "test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();

    @AfterEach
    void remove() throws IOException {
        try (Stream<Path> ours = Files.list(SharedCache.root())) {
            for (Path path : ours.filter(path -> path.getFileName().toString().startsWith(name))
                    .toList()) {
                ServerFolder.delete(path);
            }
        }
    }

    @Test
    void anEntryIsMadeOnceHoweverManyAskForIt() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Callable<Path> ask = () -> SharedCache.entry(name, folder -> {
            made.incrementAndGet();
            Files.writeString(folder.resolve("content"), "whole");
        });
        var pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> answers = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                answers.add(pool.submit(ask));
            }
            for (Future<Path> answer : answers) {
                assertThat(answer.get().resolve("content")).hasContent("whole");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(made).hasValue(1);
    }

    @Test
    void aFailureLeavesNoEntryAndTheNextOneMakesIt() {
        assertThatThrownBy(() -> SharedCache.entry(name, folder -> {
                    Files.writeString(folder.resolve("content"), "half");
                    throw new IOException("disk full");
                }))
                .hasRootCauseMessage("disk full");
        assertThat(SharedCache.root().resolve(name)).doesNotExist();
        Path entry = SharedCache.entry(name, folder -> Files.writeString(folder.resolve("content"), "whole"));
        assertThat(entry.resolve("content")).hasContent("whole");
    }

    @Test
    void whatAKilledMakerLeftIsRemoved() throws Exception {
        Path abandoned = Files.createDirectory(SharedCache.root().resolve(name + ".tmp-1"));
        Files.writeString(abandoned.resolve("content"), "half");
        SharedCache.entry(name, folder -> Files.writeString(folder.resolve("content"), "whole"));
        assertThat(abandoned).doesNotExist();
    }
}
