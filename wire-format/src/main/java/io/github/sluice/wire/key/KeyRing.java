package io.github.sluice.wire.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a reference names, followed while the process runs: a file that changes is read again, at the latest
 * {@link #POLL} after the change by whoever seals, and at once (but once a second at most) by whoever meets a record of an unknown
 * key. So keys are rotated without stopping anything: give the new file to those who read, then to those who write.
 *
 * <p>A file that can no longer be read takes no key away. The last good keys stay in use and the fault is reported, once, to the
 * listener of warnings; the next good file ends it. Replace the file by a rename, or a half-written one may be
 * read.
 *
 * <p>The root is never followed: a changed root would tear rows out of their partitions in mid-run, so a file with another
 * root counts as a fault.
 *
 * <p>Thread-safe.
 */
public final class KeyRing {
    /** How often a sealer looks whether the file has changed. */
    public static final Duration POLL = Duration.ofSeconds(5);

    /** How often an opener that meets unknown keys reads the file, however many such records there are. */
    public static final Duration LEAST_REREAD = Duration.ofSeconds(1);

    private final @Nullable SecretReference reference;
    /** The same where it names a file; a sealer asks in each record. */
    private final @Nullable SecretReference file;

    private final Consumer<String> warnings;
    private final LongSupplier nanos;
    private final AtomicLong lastRead;
    private volatile KeySet keys;
    private @Nullable String reported;

    private KeyRing(@Nullable SecretReference reference, KeySet keys, Consumer<String> warnings, LongSupplier nanos) {
        this.reference = reference;
        this.file = reference == null || reference.path() == null ? null : reference;
        this.keys = keys;
        this.warnings = warnings;
        this.nanos = nanos;
        this.lastRead = new AtomicLong(nanos.getAsLong());
    }

    /** A ring of one AES key that never changes. */
    public static KeyRing of(DataKey key) {
        return of(KeySet.of(key));
    }

    /** A ring that never changes. */
    public static KeyRing of(KeySet keys) {
        return new KeyRing(null, keys, warning -> {}, System::nanoTime);
    }

    /**
     * A ring written out where a reference is expected: one key in hexadecimal digits, or a set as JSON.
     *
     * @throws UnusableKeyException if the text is neither; it is not repeated
     */
    public static KeyRing ofText(String text) {
        return of(KeySet.parse(text, "encryption key"));
    }

    /**
     * The ring that a reference names.
     *
     * @param reference {@code env:NAME} or {@code file:PATH}, where one key stands in hexadecimal digits, or a {@link KeySet}
     *     as JSON
     * @param warnings is told, in sentences that may be logged, what is wrong with the file though it can be used
     * @throws UnusableKeyException if there is no secret or it is neither; the message names the reference
     */
    public static KeyRing fromReference(String reference, Consumer<String> warnings) {
        return fromReference(reference, warnings, System::nanoTime);
    }

    static KeyRing fromReference(String reference, Consumer<String> warnings, LongSupplier nanos) {
        SecretReference parsed = SecretReference.parse(reference);
        KeyRing ring = new KeyRing(parsed, read(parsed), warnings, nanos);
        ring.warnIfReadableByOthers();
        return ring;
    }

    private static KeySet read(SecretReference reference) {
        return KeySet.parse(reference.resolve(), "encryption key from " + reference);
    }

    /** What record keys and control seals are derived from; the same for the ring's life. */
    public DataKey root() {
        return keys.root();
    }

    /** The keys as last read. */
    public KeySet keys() {
        return keys;
    }

    /** The key to seal the next record with. Looks at the file at most every {@link #POLL}; cheap between. */
    public RingKey active() {
        rereadAfter(POLL);
        return keys.active();
    }

    /** The key of this id; where there is none the file is read again first. Null if it has none either. */
    public @Nullable RingKey find(String id) {
        RingKey known = keys.find(id);
        if (known == null && rereadAfter(LEAST_REREAD)) {
            known = keys.find(id);
        }
        return known;
    }

    /**
     * Reads the file again, at most every {@link #LEAST_REREAD}, for an opener that no key fits.
     *
     * @return whether it holds other keys than before
     */
    public boolean changed() {
        KeySet before = keys;
        return rereadAfter(LEAST_REREAD) && !keys.equals(before);
    }

    /** @return whether the file was read */
    private boolean rereadAfter(Duration pause) {
        SecretReference followed = file;
        if (followed == null) {
            return false;
        }
        long now = nanos.getAsLong();
        long last = lastRead.get();
        if (now - last < pause.toNanos() || !lastRead.compareAndSet(last, now)) {
            return false;
        }
        reread(followed);
        return true;
    }

    private synchronized void reread(SecretReference followed) {
        try {
            KeySet fresh = read(followed);
            if (!fresh.root().equals(keys.root())) {
                report("encryption key from " + followed
                        + " has another root than when this process started; its last keys stay"
                        + " in use. A new root needs new topics and a restart");
                return;
            }
            keys = fresh;
            reported = null;
        } catch (UnusableKeyException e) {
            report(e.getMessage() + "; the keys read before stay in use");
        }
    }

    private void report(String fault) {
        if (!fault.equals(reported)) {
            reported = fault;
            warnings.accept(fault);
        }
    }

    private void warnIfReadableByOthers() {
        Path path = reference == null ? null : reference.path();
        if (path == null) {
            return;
        }
        try {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(path));
            permissions.removeAll(EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE));
            if (!permissions.isEmpty()) {
                warnings.accept(
                        "encryption key from " + reference + " can be opened by others than its owner: chmod 600 it");
            }
        } catch (IOException | UnsupportedOperationException e) {
            // a file system without such permissions, or one that will not say: nothing to warn of
            return;
        }
    }

    /** Ids, algorithms and states. */
    @Override
    public String toString() {
        return keys.toString();
    }
}
