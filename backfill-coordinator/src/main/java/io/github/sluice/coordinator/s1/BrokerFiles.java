package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.s1.SourceText.Language;
import java.util.LinkedHashMap;
import java.util.Map;

/** Kafka's server.properties and Connect's connect-distributed.properties (inventory #52, #53, #96). */
final class BrokerFiles implements Detector {
    private static final String PRIVATE_ADDRESS = "(?:10|127)\\..*|192\\.168\\..*|172\\.(?:1[6-9]|2\\d|3[01])\\..*"
            + "|localhost|\\[?::1\\]?|[^.:]+|.*\\.(?:local|internal|lan)";

    @Override
    public void look(S1Folder folder, Report report) {
        for (SourceText text : folder.texts(Language.PROPERTIES)) {
            PropertiesText properties = PropertiesText.of(text);
            if (properties.has("advertised.listeners") || properties.has("listener.security.protocol.map")) {
                listeners(text.file(), properties, report);
            }
            if (properties.has("plugin.path") || properties.has("config.storage.topic")) {
                if (!properties.has("config.providers")) {
                    report.add(
                            KnownFault.WORKER_WITHOUT_PROVIDERS,
                            text.file(),
                            properties.line("plugin.path"),
                            "no config.providers");
                }
            }
        }
    }

    private static void listeners(String file, PropertiesText properties, Report report) {
        Map<String, String> bound = addresses(properties.value("listeners"));
        Map<String, String> advertised = addresses(properties.value("advertised.listeners"));
        Map<String, String> protocols = new LinkedHashMap<>();
        for (String pair : ConnectorFile.list(properties.value("listener.security.protocol.map"))) {
            int colon = pair.indexOf(':');
            if (colon > 0) {
                protocols.put(pair.substring(0, colon), pair.substring(colon + 1));
            }
        }
        advertised.forEach((listener, address) -> {
            String host = address.replaceAll(":\\d*$", "");
            if (protocols.getOrDefault(listener, listener).equals("PLAINTEXT") && !host.matches(PRIVATE_ADDRESS)) {
                report.add(
                        KnownFault.PLAINTEXT_IN_PUBLIC,
                        file,
                        properties.line("advertised.listeners"),
                        listener + " PLAINTEXT " + address);
            }
        });
        if (!properties.has("advertised.listeners")) {
            return;
        }
        bound.keySet().stream()
                .filter(listener -> !advertised.containsKey(listener))
                .filter(listener -> !ConnectorFile.list(properties.value("controller.listener.names"))
                        .contains(listener))
                .forEach(listener -> report.add(
                        KnownFault.LISTENER_NOT_ADVERTISED,
                        file,
                        properties.line("listeners"),
                        listener + ", no advertised address"));
    }

    /** Listener to {@code HOST:PORT}. */
    private static Map<String, String> addresses(String listeners) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String listener : ConnectorFile.list(listeners)) {
            int end = listener.indexOf("://");
            if (end > 0) {
                addresses.put(listener.substring(0, end), listener.substring(end + 3));
            }
        }
        return addresses;
    }
}
