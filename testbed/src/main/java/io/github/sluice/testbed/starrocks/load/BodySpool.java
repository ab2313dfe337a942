package io.github.sluice.testbed.starrocks.load;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The plain bytes of one body, kept in memory up to a limit and in a temporary file beyond it, so that they can be read
 * once and any piece of them again for the error log. One thread; {@link #close} removes the file.
 */
final class BodySpool implements Closeable {
    private static final int MEMORY_BYTES = 8 * 1024 * 1024;

    /** Gives its bytes away without copying them. */
    private static final class Memory extends ByteArrayOutputStream {
        Memory() {
            super(64 * 1024);
        }

        byte[] bytes() {
            return buf;
        }
    }

    private final Memory memory = new Memory();
    private final Path folder;
    private @Nullable RandomAccessFile file;
    private @Nullable Path path;
    private long length;

    private BodySpool(Path folder) {
        this.folder = folder;
    }

    /** Takes over all bytes of a stream; what does not fit into memory goes to a file in the folder. */
    static BodySpool of(InputStream body, Path folder) throws IOException {
        BodySpool spool = new BodySpool(folder);
        try {
            spool.fill(body);
            return spool;
        } catch (IOException | RuntimeException e) {
            spool.close();
            throw e;
        }
    }

    private void fill(InputStream body) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        OutputStream out = memory;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            if (file == null && length + count > MEMORY_BYTES) {
                out = openFile();
                memory.writeTo(out);
                memory.reset();
            }
            out.write(buffer, 0, count);
            length += count;
        }
        out.flush();
    }

    private OutputStream openFile() throws IOException {
        path = Files.createTempFile(folder, "load-", ".body");
        file = new RandomAccessFile(path.toFile(), "rw");
        return Channels.newOutputStream(file.getChannel());
    }

    long length() {
        return length;
    }

    /** All bytes from the beginning. */
    InputStream open() throws IOException {
        Path spilled = path;
        return spilled == null
                ? new ByteArrayInputStream(memory.bytes(), 0, (int) length)
                : Files.newInputStream(spilled);
    }

    /** The bytes from one offset up to another. */
    byte[] slice(long from, long to) throws IOException {
        if (from < 0 || to < from || to > length) {
            throw new EOFException("no bytes " + from + " to " + to + " in a body of " + length);
        }
        byte[] bytes = new byte[Math.toIntExact(to - from)];
        RandomAccessFile spilled = file;
        if (spilled == null) {
            System.arraycopy(memory.bytes(), (int) from, bytes, 0, bytes.length);
        } else {
            spilled.seek(from);
            spilled.readFully(bytes);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile spilled = file;
        Path toDelete = path;
        file = null;
        path = null;
        if (spilled != null) {
            spilled.close();
        }
        if (toDelete != null) {
            Files.deleteIfExists(toDelete);
        }
    }
}
