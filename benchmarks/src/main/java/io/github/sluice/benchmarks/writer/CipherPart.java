package io.github.sluice.benchmarks.writer;

import java.nio.file.Path;
import java.util.List;

/** AES-GCM alone over as many messages, of as many bytes, as our writer's form has to seal. One core. */
final class CipherPart implements Contender {
    private static final int TIMES = 5;
    private static final int TAG_BYTES = 16;
    /** Envelope v2 around a frame, roughly: head, key id, nonce and tag. */
    private static final int FRAME_ENVELOPE = 60;

    private final OurWriter sealed;
    private final OurWriter plain;
    private final Form form;

    /** @param plain the same rows in clear */
    CipherPart(OurWriter sealed, OurWriter plain, Form form) {
        this.sealed = sealed;
        this.plain = plain;
        this.form = form;
    }

    @Override
    public String name() {
        return name(form);
    }

    static String name(Form form) {
        return "cipher " + form;
    }

    @Override
    public long rows(long rows) {
        return TIMES * rows;
    }

    @Override
    public Finished run(long rows, Path folder) throws Exception {
        double rowsPerMessage = sealed.shape().rowsPerRecord();
        double bytes = form == Form.FRAMED
                ? sealed.shape().recordBytes() - FRAME_ENVELOPE
                : plain.shape().recordBytes();
        return Finished.java(
                CipherLoop.class.getName(),
                List.of("-XX:+UseSerialGC", "-Xmx64m"),
                List.of(
                        String.valueOf(Math.max(1, Math.round(rows / rowsPerMessage))),
                        String.valueOf(Math.max(TAG_BYTES, Math.round(bytes))),
                        String.valueOf(form.nonceBytes())),
                folder);
    }
}
