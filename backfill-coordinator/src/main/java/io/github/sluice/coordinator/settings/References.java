package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.SecretReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns references of {@code sluice.yaml} into secrets, at the moment of use. Nothing here is ever logged. */
public final class References {
    private static final Logger LOG = LoggerFactory.getLogger(References.class);

    /** {@code password=}, MySQL's {@code password1=}, and {@code //user:password@}. */
    private static final Pattern JDBC_PASSWORD = Pattern.compile("(?i)password\\d?\\s*=|//[^/@]*:[^/@]*@");

    private References() {}

    /** The password of a user; empty when none is set. */
    public static String password(SluiceSettings.Secret secret) {
        String reference = secret.passwordReference();
        return reference == null ? "" : resolve("password of " + secret.username(), reference);
    }

    /** Client properties with every reference resolved. */
    public static Map<String, String> resolved(Map<String, String> properties) {
        Map<String, String> resolved = new LinkedHashMap<>();
        properties.forEach((key, value) -> resolved.put(
                key, SecretReference.isReference(value) ? resolve("kafka.properties." + key, value) : value));
        return resolved;
    }

    /** The key ring, read now and followed from then on. */
    public static KeyRing keyRing(SluiceSettings settings) {
        try {
            return KeyRing.fromReference(settings.encryption().keyReference(), LOG::warn);
        } catch (RuntimeException e) {
            throw new Failure(ExitCode.USAGE, "encryption.key: " + e.getMessage(), e);
        }
    }

    /**
     * Where {@code --journal} points to.
     *
     * @param option a file path, a {@code jdbc:} URL without a password, or a reference to one with it
     * @throws Failure with {@link ExitCode#USAGE} if a password stands in the option, where everybody can read it who may
     *     list this machine's processes
     */
    public static String journal(String option) {
        if (SecretReference.isReference(option)) {
            return resolve("--journal", option);
        }
        if (option.startsWith("jdbc:") && JDBC_PASSWORD.matcher(option).find()) {
            throw new Failure(
                    ExitCode.USAGE,
                    "--journal: a URL with a password in it can be read in the list of processes. Put the whole URL into"
                            + " an environment variable or a file of mode 0600, and give --journal env:NAME or"
                            + " --journal file:PATH");
        }
        return option;
    }

    private static String resolve(String what, String reference) {
        try {
            return SecretReference.parse(reference).resolve();
        } catch (RuntimeException e) {
            throw new Failure(ExitCode.USAGE, what + ": " + e.getMessage(), e);
        }
    }
}
