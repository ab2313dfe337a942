package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.LocalUser;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Whoever gives their word here: a person by the name of their account, or the holder of a key. Immutable. */
public final class Signer {
    private final String name;
    private final String how;
    private final @Nullable PrivateKey key;

    private Signer(String name, String how, @Nullable PrivateKey key) {
        this.name = name;
        this.how = how;
        this.key = key;
    }

    /** The account that runs this process, {@code user@host}. */
    public static Signer account(String how) {
        return new Signer(LocalUser.name(), how, null);
    }

    /**
     * The holder of a private key.
     *
     * @param pem the key
     * @throws Failure with {@link ExitCode#USAGE} if it is none; {@link ExitCode#REFUSED} if no name of the rules has it
     */
    public static Signer holder(String pem, SignOffRules rules) {
        PrivateKey key;
        try {
            key = Ed25519.privateKey(pem);
        } catch (IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, "--key: " + e.getMessage(), e);
        }
        String name = rules.nameOf(key)
                .orElseThrow(() -> new Failure(
                        ExitCode.REFUSED,
                        "--key: it belongs to nobody in policy.signoff.keys ("
                                + (rules.keys().isEmpty()
                                        ? "which is empty"
                                        : String.join(
                                                ", ",
                                                new java.util.TreeSet<>(
                                                        rules.keys().keySet())))
                                + "); put its public line there, in the settings of both halves, or take another key"));
        return new Signer(name, "--key", key);
    }

    public String name() {
        return name;
    }

    /** Gives the word. */
    public SignedStatement sign(Subject subject, Instant at, String waiver) {
        Statement statement = new Statement(subject, name, at.truncatedTo(ChronoUnit.SECONDS), waiver);
        return new SignedStatement(statement, how, key == null ? "" : Ed25519.sign(key, statement.text()));
    }
}
