package io.github.sluice.wire.position;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a server's binlog files: {@code UUID@FILE:OFFSET}, with the server's {@code @@server_uuid}. It means nothing
 * on another server, and nothing on the same one after its files were begun anew ({@code RESET MASTER}); so that the
 * latter is noticed, the moment at which the file was begun may follow: {@code UUID@FILE:OFFSET#SECONDS}. Two places are
 * compared without it. Mutable; one thread.
 */
public final class FilePosition extends SourcePosition {
    private static final int UUID_LENGTH = 36;
    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f-]{" + UUID_LENGTH + "})@(.+\\.\\d{1,18}):(\\d{1,18})(?:#(\\d{1,18}))?");

    private final String serverUuid;
    private String file;
    private long offset;
    private long fileBorn;

    /**
     * @param serverUuid {@code @@server_uuid} of the server that wrote the file
     * @param file for example {@code binlog.000042}
     * @param offset byte between two transactions, at least 4
     * @param fileBorn when the file was begun, epoch seconds; 0 if not known
     */
    public FilePosition(String serverUuid, String file, long offset, long fileBorn) {
        this.serverUuid = serverUuid;
        this.file = file;
        this.offset = offset;
        this.fileBorn = fileBorn;
        if (!TEXT.matcher(toString()).matches() || offset < 4) {
            throw new IllegalArgumentException("not a place in a server's binlog files: " + this);
        }
    }

    static boolean isOne(String text) {
        return TEXT.matcher(text).matches();
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static FilePosition parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a place in a server's binlog files: " + text);
        }
        String born = parts.group(4);
        return new FilePosition(
                parts.group(1),
                parts.group(2),
                Long.parseLong(parts.group(3)),
                born == null ? 0 : Long.parseLong(born));
    }

    /** The name of the transaction that begins at a place. */
    public static String nameOf(String serverUuid, String file, long offset) {
        return serverUuid + "@" + file + ":" + offset;
    }

    public String serverUuid() {
        return serverUuid;
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }

    /** When the file was begun, epoch seconds; 0 if not known. */
    public long fileBorn() {
        return fileBorn;
    }

    /** {@code binlog} of {@code binlog.000042}. */
    public static String baseOf(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }

    /** 42 of {@code binlog.000042}: files follow one another by number, which may outgrow its zeros. */
    public static long numberOf(String file) {
        return Long.parseLong(file.substring(file.lastIndexOf('.') + 1));
    }

    @Override
    public boolean contains(String transaction) {
        int colon = transaction.lastIndexOf(':');
        if (colon < UUID_LENGTH + 1 || transaction.charAt(UUID_LENGTH) != '@' || !transaction.startsWith(serverUuid)) {
            return false;
        }
        String begunIn = transaction.substring(UUID_LENGTH + 1, colon);
        return sameFiles(begunIn) && isAfter(begunIn, Long.parseLong(transaction.substring(colon + 1)));
    }

    @Override
    public boolean covers(SourcePosition other) {
        if (!(other instanceof FilePosition)) {
            return ((GtidSet) other).isEmpty();
        }
        FilePosition place = (FilePosition) other;
        return serverUuid.equals(place.serverUuid) && sameFiles(place.file) && !place.isAfter(file, offset);
    }

    private boolean sameFiles(String other) {
        return other.equals(file) || baseOf(other).equals(baseOf(file));
    }

    private boolean isAfter(String otherFile, long otherOffset) {
        if (file.equals(otherFile)) {
            return offset > otherOffset;
        }
        return numberOf(file) > numberOf(otherFile);
    }

    @Override
    public FilePosition common(SourcePosition other) {
        if (other.covers(this)) {
            return copy();
        }
        if (!(other instanceof FilePosition) || !covers(other)) {
            throw new IllegalArgumentException("positions that have nothing in common: " + this + " and " + other);
        }
        return ((FilePosition) other).copy();
    }

    @Override
    public FilePosition copy() {
        return new FilePosition(serverUuid, file, offset, fileBorn);
    }

    @Override
    public void complete(String transaction, String inFile, long end, long born) {
        pass(inFile, end, born);
    }

    /** Only forward: what is read again does not move a point that is further already. */
    @Override
    public boolean pass(String toFile, long toOffset, long born) {
        boolean sameFile = toFile.equals(file);
        if (sameFile ? toOffset < offset : numberOf(toFile) < numberOf(file)) {
            return false;
        }
        boolean moved = !sameFile || toOffset > offset || (born != 0 && born != fileBorn);
        fileBorn = born == 0 && sameFile ? fileBorn : born;
        file = toFile;
        offset = toOffset;
        return moved;
    }

    @Override
    public String toString() {
        return nameOf(serverUuid, file, offset) + (fileBorn == 0 ? "" : "#" + fileBorn);
    }
}
