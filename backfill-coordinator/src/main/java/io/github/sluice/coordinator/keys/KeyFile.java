package io.github.sluice.coordinator.keys;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.KeySet;
import io.github.sluice.wire.key.UnusableKeyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a key ring. It is never seen half written: new content is written beside it into a hidden file that only
 * its owner may read ({@code .NAME.new}), forced to the disk, and given the name in one step. Whoever is killed before that
 * step has changed nothing but left the hidden file, which the next one removes. An empty file beside it ({@code .NAME.lock})
 * stays: its lock keeps two from writing at once, for then one's new key would be in no file.
 *
 * <p>Messages name files and key ids, never keys. One thread; other processes may work on the same file.
 */
public final class KeyFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Consumer<String> warnings;
    private final Runnable beforeNaming;

    /** @param warnings is told what is wrong with a file that can be used all the same */
    public KeyFile(Path file, Consumer<String> warnings) {
        this(file, warnings, () -> {});
    }

    /** @param beforeNaming runs when the new content is on the disk and does not have the name yet */
    KeyFile(Path file, Consumer<String> warnings, Runnable beforeNaming) {
        this.file = file.toAbsolutePath();
        this.warnings = warnings;
        this.beforeNaming = beforeNaming;
    }

    /** The command that rotates the active key of a reference. */
    public static String rotation(String reference) {
        return reference.startsWith("file:")
                ? "sluice keys rotate " + reference.substring("file:".length())
                : "sluice keys rotate FILE, with what " + reference + " holds in a file";
    }

    /**
     * The keys in the file.
     *
     * @throws Failure with {@link ExitCode#USAGE} if it holds none
     */
    public KeySet read() {
        try {
            return KeyRing.fromReference("file:" + file, warnings).keys();
        } catch (UnusableKeyException e) {
            throw new Failure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes the file, readable to its owner only from the beginning.
     *
     * @throws Failure with {@link ExitCode#REFUSED} if there is one already
     */
    public void create(KeySet keys) {
        refuseUnlessNew();
        write(file, () -> keys, null);
    }

    /**
     * Refuses what {@link #create} would refuse as things are, and makes nothing.
     *
     * @throws Failure as there
     */
    public void refuseUnlessNew() {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw exists();
        }
        refuseUnlessInAFolder(file);
    }

    private static Path refuseUnlessInAFolder(Path target) {
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new Failure(ExitCode.USAGE, target + ": its folder does not exist");
        }
        return parent;
    }

    /**
     * Replaces the keys. Owner, group and permissions stay.
     *
     * @param change makes the new keys of those that are there when nobody else can replace them any more
     * @return the new keys
     * @throws Failure with {@link ExitCode#REFUSED} if somebody else is about to do the same, or the file would get another
     *     owner
     */
    public KeySet replace(UnaryOperator<KeySet> change) {
        Path real;
        try {
            real = file.toRealPath(); // the file behind a link is replaced, not the link
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.USAGE, file + ": there is no such file; sluice keys generate makes one", e);
        } catch (IOException e) {
            throw failed(e);
        }
        return write(real, () -> change.apply(read()), real);
    }

    private interface Content {
        KeySet make();
    }

    /** @param model whose owner and permissions the new file gets; null for a new file, which must not be there */
    private KeySet write(Path target, Content content, @Nullable Path model) {
        Path parent = refuseUnlessInAFolder(target);
        Path hidden = parent.resolve("." + target.getFileName() + ".new");
        Path lock = parent.resolve("." + target.getFileName() + ".lock");
        try (FileChannel held = open(lock, StandardOpenOption.CREATE)) {
            refuseUnlessAlone(held);
            if (model != null) {
                leaveTo(model, lock);
            }
            Files.deleteIfExists(hidden);
            try {
                KeySet keys = content.make();
                fill(hidden, keys, model);
                beforeNaming.run();
                name(hidden, target, model != null);
                force(parent);
                return keys;
            } finally {
                Files.deleteIfExists(hidden);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void fill(Path hidden, KeySet keys, @Nullable Path model) throws IOException {
        byte[] text = (keys.toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = open(hidden, StandardOpenOption.CREATE_NEW)) {
            for (ByteBuffer rest = ByteBuffer.wrap(text); rest.hasRemaining(); ) {
                channel.write(rest);
            }
            if (model != null) {
                takeOver(model, hidden);
            }
            channel.force(true);
        }
    }

    /** The lock ends with its process, however that ends. */
    private void refuseUnlessAlone(FileChannel lock) throws IOException {
        FileLock held;
        try {
            held = lock.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            held = null;
        }
        if (held == null) {
            throw new Failure(
                    ExitCode.REFUSED,
                    file + ": another sluice is about to write its keys; look at it again when that is done");
        }
    }

    /** Where root was the first to rotate, the owner can be the next one. */
    private static void leaveTo(Path model, Path lock) throws IOException {
        try {
            Files.setOwner(lock, Files.getOwner(model));
        } catch (FileSystemException | UnsupportedOperationException notOurs) {
            // it is the owner's already, or this system has no owners
            return;
        }
    }

    private static FileChannel open(Path path, StandardOpenOption how) throws IOException {
        return posix(path)
                ? FileChannel.open(path, Set.of(how, StandardOpenOption.WRITE), OWNER_ONLY)
                : FileChannel.open(path, how, StandardOpenOption.WRITE);
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Owner and group first: who may read must not change to somebody else's advantage for a moment. */
    private void takeOver(Path model, Path hidden) throws IOException {
        if (!posix(model)) {
            return;
        }
        PosixFileAttributes wanted = Files.readAttributes(model, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(hidden, PosixFileAttributeView.class);
        PosixFileAttributes found = view.readAttributes();
        if (!found.owner().equals(wanted.owner())) {
            try {
                view.setOwner(wanted.owner());
            } catch (FileSystemException e) {
                throw refused("its owner is " + wanted.owner().getName() + ", who could not read the new one", e);
            }
        }
        if (!found.group().equals(wanted.group())) {
            try {
                view.setGroup(wanted.group());
            } catch (FileSystemException e) {
                if (wanted.permissions().contains(PosixFilePermission.GROUP_READ)) {
                    throw refused("its group is " + wanted.group().getName() + ", who could not read the new one", e);
                }
            }
        }
        view.setPermissions(wanted.permissions());
    }

    private Failure refused(String why, IOException cause) {
        return new Failure(
                ExitCode.REFUSED, file + " is not replaced: " + why + "; run this as the file's owner", cause);
    }

    private void name(Path hidden, Path target, boolean replace) throws IOException {
        if (replace) {
            move(hidden, target);
            return;
        }
        try {
            Files.createLink(target, hidden); // a rename would replace what somebody else has put there meanwhile
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            reserve(target);
            move(hidden, target);
        }
    }

    private void reserve(Path target) throws IOException {
        try {
            if (posix(target)) {
                Files.createFile(target, OWNER_ONLY);
            } else {
                Files.createFile(target);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists();
        }
    }

    private static void move(Path hidden, Path target) throws IOException {
        try {
            Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("this file system cannot rename in one step", e);
        }
    }

    /** The new name outlives a power failure, where the system lets a folder be forced. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notHere) {
            // some systems open no folders; the rename stands all the same once they write it
            return;
        }
    }

    private Failure exists() {
        return new Failure(
                ExitCode.REFUSED,
                file
                        + " exists and is not overwritten: whoever has rows sealed with its keys would lose them. To replace"
                        + " its active key: sluice keys rotate " + file);
    }

    private Failure failed(IOException e) {
        String what = e instanceof FileSystemException ? e.getClass().getSimpleName() + " " : "";
        return new Failure(ExitCode.UNKNOWN, file + ": cannot be written: " + what + e.getMessage(), e);
    }
}
