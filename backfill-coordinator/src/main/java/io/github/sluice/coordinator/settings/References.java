package io.github.sluice.coordinator.settings;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.wire.key.KeyRing;
import io.github.sluice.wire.key.SecretReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns references of {@code sluice.yaml} into secrets, at the moment of use. Nothing here is ever logged. */
public final class References {
    private static final Logger LOG = LoggerFactory.getLogger(References.class);

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

    private static String resolve(String what, String reference) {
        try {
            return SecretReference.parse(reference).resolve();
        } catch (RuntimeException e) {
            throw new Failure(ExitCode.USAGE, what + ": " + e.getMessage(), e);
        }
    }
}
