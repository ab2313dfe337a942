package io.github.sluice.coordinator.connect;

import io.github.sluice.wire.key.SecretReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a connector's configuration may be shown. A secret is what the worker calls a PASSWORD, what is named like one,
 * and what looks like an address with a password in it; a reference to a secret is none. Immutable and thread-safe.
 */
public final class ConfigMask {
    /** In place of a secret. */
    public static final String HIDDEN = "[hidden]";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "(?i).*(password|passwd|passphrase|secret|token|jaas|credential|private[._-]?key|access[._-]?key|api[._-]?key).*");

    private static final Pattern SECRET_VALUE =
            Pattern.compile("(?is).*((password|pwd)\\s*=|://[^/@\\s]+:[^/@\\s]+@).*");

    /** A whole value that a worker's ConfigProvider replaces. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}:]+:[^{}]*}");

    /** Values as Kafka's ConfigDef and our own sink quote them. */
    private static final Pattern QUOTED = Pattern.compile("(?s)(Invalid value ).*( for configuration)|(found ').*(')");

    private final Set<String> passwordKeys;

    /** @param passwordKeys as {@link Validation#passwordKeys} tells them; empty where no worker could be asked */
    public ConfigMask(Set<String> passwordKeys) {
        this.passwordKeys = Set.copyOf(passwordKeys);
    }

    /** The value, or {@link #HIDDEN}. */
    public String shown(String key, String value) {
        return hides(key, value) ? HIDDEN : value;
    }

    /** The configuration with secrets hidden, in its own order. */
    public Map<String, String> shown(Map<String, String> config) {
        Map<String, String> shown = new LinkedHashMap<>();
        config.forEach((key, value) -> shown.put(key, shown(key, value)));
        return shown;
    }

    /** Whether the value must not be shown. */
    public boolean hides(String key, String value) {
        if (value.isEmpty() || REFERENCE.matcher(value).matches()) {
            return false;
        }
        if (isSecret(key)) {
            // our own keys for references end so
            return !(key.endsWith(".ref") && SecretReference.isReference(value));
        }
        return SECRET_VALUE.matcher(value).matches();
    }

    /**
     * A worker's message about a key. It may quote the value, also one that the worker has put in place of a reference, so
     * quotations of such values are hidden.
     *
     * @param value the key's, as the configuration has it; empty if it has none
     */
    public String shownMessage(String key, String value, String message) {
        if (!isSecret(key) && !value.contains("${") && !hides(key, value)) {
            return message;
        }
        String without = value.isEmpty() ? message : message.replace(value, HIDDEN);
        return QUOTED.matcher(without).replaceAll("$1$3\\[hidden]$2$4");
    }

    private boolean isSecret(String key) {
        return passwordKeys.contains(key) || SECRET_NAME.matcher(key).matches();
    }
}
