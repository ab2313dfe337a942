package io.github.sluice.streamload;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of one load. Can be written more than once, because a redirect or a retry sends them again. */
public interface LoadBody {
    /** Exact number of bytes that {@link #writeTo} writes. */
    long length();

    void writeTo(OutputStream out) throws IOException;
}
