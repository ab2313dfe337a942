package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.alert.Alert;
import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.alert.Wording;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Alerts in the language of this process. Immutable and thread-safe. */
final class AlertWords implements Wording {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ssXXX");

    @Override
    public String title(Alert alert) {
        return Messages.system().of("alert.title." + alert.kind(), alert.speaker(), alert.subject());
    }

    @Override
    public String reason(Alert alert) {
        return said(alert.reasons());
    }

    /** Phrases in the language of this process, on one line. */
    static String said(List<Phrase> phrases) {
        Messages words = Messages.system();
        return phrases.stream()
                .map(phrase -> words.of(phrase.key(), phrase.arguments().toArray()))
                .collect(Collectors.joining(words.of("phrases.between")));
    }

    @Override
    public String text(Alert alert) {
        Messages words = Messages.system();
        List<String> lines = new ArrayList<>();
        if (!alert.reasons().isEmpty()) {
            lines.add(words.of("alert.reason", reason(alert)));
        }
        String next = words.of("alert.next." + alert.kind());
        if (!next.isEmpty()) {
            lines.add(next);
        }
        if (!alert.budget().isEmpty()) {
            lines.add(words.of("alert.restarts", alert.budget()));
        }
        lines.add(words.of("alert.time", alert.at().format(TIME)));
        return String.join("\n", lines);
    }
}
