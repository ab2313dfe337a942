package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.json.Json;
import io.github.sluice.wire.key.KeyAlgorithm;
import io.github.sluice.wire.key.KeyLimits;
import io.github.sluice.wire.key.RingKey;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a key that is about to be made. */
final class FreshKey extends ResultOptions {
    /** No key of ours is that old; a larger number is a slip. */
    private static final long MOST_DAYS = 36_500;

    @Option(
            names = "--algorithm",
            paramLabel = "AES-GCM|SM4-GCM",
            description = "What it is a key of (default: as the key before it, or AES-GCM). SM4-GCM needs envelope v2.")
    private @Nullable String algorithm;

    @Option(
            names = "--max-records",
            paramLabel = "N",
            description = "Sealed records after which no run begins (default: as the key before it, or 4294967296).")
    private @Nullable Long maxRecords;

    @Option(
            names = "--max-age-days",
            paramLabel = "N",
            description = "Days after which no run begins (default: as the key before it, or any age).")
    private @Nullable Long maxAgeDays;

    @Option(names = "--dry-run", description = "Look whether it can be done, say what would be, and make no key.")
    private boolean dryRun;

    @Option(names = "--lang", paramLabel = "en|zh", description = "Language of messages (default: by LANG).")
    private @Nullable String language;

    /** Chooses the language; called first. */
    void begin() {
        BaseOptions.choose(language);
    }

    boolean dryRun() {
        return dryRun;
    }

    /**
     * Says what was made or would be; of keys their ids.
     *
     * @param retired the id of the key that was active; null for none
     * @param active the id of the key that is active now; null while none is made
     * @param lines the same for people
     */
    void print(PrintWriter out, Path file, @Nullable String retired, @Nullable String active, String... lines) {
        if (json()) {
            Map<String, @Nullable Object> json = new LinkedHashMap<>();
            json.put("file", file.toString());
            json.put("dryRun", dryRun);
            json.put("retired", retired);
            json.put("active", active);
            out.println(Json.write(json));
        } else {
            for (String line : lines) {
                out.println(line);
            }
        }
        out.flush();
    }

    /** @param before the key that it takes over from, or null */
    KeyAlgorithm algorithm(@Nullable RingKey before) {
        try {
            KeyAlgorithm chosen = algorithm != null
                    ? KeyAlgorithm.parse(algorithm)
                    : before == null ? KeyAlgorithm.AES_GCM : before.algorithm();
            chosen.newCipher(); // a key that this Java cannot use is no key
            return chosen;
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--algorithm: " + e.getMessage(), e);
        }
    }

    /** @param before as above */
    KeyLimits limits(@Nullable RingKey before) {
        KeyLimits inherited = before == null ? KeyLimits.DEFAULT : before.limits();
        if (maxAgeDays != null && (maxAgeDays < 1 || maxAgeDays > MOST_DAYS)) {
            throw new Failure(ExitCode.USAGE, "--max-age-days is 1 to " + MOST_DAYS + ", found " + maxAgeDays);
        }
        try {
            return new KeyLimits(
                    maxRecords == null ? inherited.records() : maxRecords,
                    inherited.starts(),
                    maxAgeDays == null ? inherited.age() : Duration.ofDays(maxAgeDays));
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--max-records: " + e.getMessage(), e);
        }
    }
}
