package io.github.sluice.testbed.starrocks.load;

import io.github.sluice.testbed.starrocks.http.DropConnectionException;
import io.github.sluice.testbed.starrocks.http.HttpRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Receives one body: counts what comes, unpacks it, and keeps the plain bytes for reading. */
final class BodyReceiver {
    private BodyReceiver() {}

    /** Counts bytes and passes the fault point of a body's first bytes. */
    private static final class Counting extends FilterInputStream {
        private final Faults faults;
        private final String operation;
        private final String label;
        private long count;

        Counting(InputStream in, Faults faults, String operation, String label) {
            super(in);
            this.faults = faults;
            this.operation = operation;
            this.label = label;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got;
            try {
                got = in.read(buffer, offset, length);
            } catch (IOException e) {
                throw new ClientLost(e);
            }
            if (got > 0) {
                boolean first = count == 0;
                count += got;
                if (first) {
                    passFirstBytes();
                }
            }
            return got;
        }

        private void passFirstBytes() throws IOException {
            try {
                faults.pass(FaultPoint.IN_BODY, operation, label);
            } catch (LoadException e) {
                throw new FailedInBody(e);
            }
        }
    }

    /** The client is gone, silent for too long, or ended its body early. */
    private static final class ClientLost extends IOException {
        private static final long serialVersionUID = 1L;

        ClientLost(IOException cause) {
            super(cause);
        }
    }

    private static final class FailedInBody extends IOException {
        private static final long serialVersionUID = 1L;

        private final LoadException failure;

        FailedInBody(LoadException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /**
     * Reads the whole body into a spool and counts it in the session.
     *
     * @throws LoadException when the client stops in the middle or the packed bytes are broken
     */
    static BodySpool receive(
            HttpRequest request, LoadSession session, LoadContext context, String operation, String label)
            throws LoadException, IOException {
        Counting counting = new Counting(request.body(), context.faults(), operation, label);
        try {
            InputStream plain = counting;
            if (!session.settings().compression().isEmpty()) {
                plain = Decompression.open(counting, session.settings().compression());
            }
            return BodySpool.of(plain, context.spoolFolder());
        } catch (FailedInBody e) {
            throw e.failure;
        } catch (ClientLost e) {
            throw new LoadException(LoadStatus.INTERNAL_ERROR, "receive body don't equal with body bytes");
        } catch (DropConnectionException e) {
            throw e;
        } catch (IOException e) {
            String what = session.settings().compression().isEmpty() ? "keep the body" : "decompress";
            throw new LoadException(LoadStatus.INTERNAL_ERROR, "Failed to " + what + ": " + e.getMessage());
        } finally {
            session.received(counting.count);
        }
    }
}
