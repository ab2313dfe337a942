package io.github.sluice.coordinator.cli;

import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as {@code sluice.yaml} has them: 30s, 10m, 12h. */
final class ShortDuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        if (!text.matches("[1-9]\\d{0,5}[smh]")) {
            throw new TypeConversionException("must be a time such as 30s, 10m or 12h, found '" + text + "'");
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
