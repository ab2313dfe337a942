package io.github.sluice.coordinator.signoff;

import io.github.sluice.coordinator.ExitCode;
import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.wire.key.SecretReference;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code policy.signoff}, its keys read.
 *
 * @param approvers how many different signers are needed
 * @param keys by name; empty where a named person is enough
 * @param expires how old a word may be when it is first relied upon
 * @param waivers whether a waived difference lets a run go on
 */
public record SignOffRules(int approvers, Map<String, PublicKey> keys, Duration expires, boolean waivers) {
    public SignOffRules {
        keys = Map.copyOf(keys);
    }

    /**
     * The rules of a settings file.
     *
     * @throws Failure with {@link ExitCode#USAGE} if a key cannot be read, or stands there under two names
     */
    public static SignOffRules of(SluiceSettings settings) {
        SluiceSettings.SignOff policy = settings.policy().signoff();
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        Map<PublicKey, String> names = new LinkedHashMap<>();
        policy.keys().forEach((name, text) -> {
            PublicKey key = key(settings, name, text);
            String other = names.putIfAbsent(key, name);
            if (other != null) {
                throw new Failure(
                        ExitCode.USAGE,
                        settings.file() + ": policy.signoff.keys: " + other + " and " + name
                                + " have the same key, and one key is one approver");
            }
            keys.put(name, key);
        });
        return new SignOffRules(policy.approvers(), keys, policy.expires(), policy.waivers());
    }

    private static PublicKey key(SluiceSettings settings, String name, String text) {
        try {
            return Ed25519.publicKey(
                    SecretReference.isReference(text)
                            ? SecretReference.parse(text).resolve()
                            : text);
        } catch (RuntimeException e) {
            throw new Failure(
                    ExitCode.USAGE, settings.file() + ": policy.signoff.keys." + name + ": " + e.getMessage(), e);
        }
    }

    /** Whose private key this is. */
    public Optional<String> nameOf(PrivateKey key) {
        String probe = "sluice: whose key is this?";
        String signature = Ed25519.sign(key, probe);
        return keys.entrySet().stream()
                .filter(entry -> Ed25519.verify(entry.getValue(), probe, signature))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
