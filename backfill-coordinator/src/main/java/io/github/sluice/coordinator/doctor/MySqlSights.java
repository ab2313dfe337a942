package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.doctor.MySqlSight.View;
import io.github.sluice.coordinator.run.Forecast;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Source;
import io.github.sluice.coordinator.settings.SluiceSettings.Streamer;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.PhysicalTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at every MySQL of the run, all of them at the same time, and at what only all of them together tell. One thread. */
final class MySqlSights {
    private final SluiceSettings settings;
    private final List<Table> tables;

    MySqlSights(SluiceSettings settings, List<Table> tables) {
        this.settings = settings;
        this.tables = tables;
    }

    /** In the order of the settings. */
    List<Place<MySqlFacts>> look(Duration limit) {
        Map<Source, Supplier<Seen<View>>> begun = new LinkedHashMap<>();
        settings.sources()
                .forEach(source ->
                        begun.put(source, Doctor.begin(() -> new MySqlSight(settings, source, tables).look(), limit)));
        List<Place<View>> seen = new ArrayList<>();
        begun.forEach((source, view) -> seen.add(new Place<>(source.name(), source.address(), view.get())));
        return together(seen, tables, Optional.ofNullable(settings.streamer()));
    }

    /** A table that names no MySQL need be in one of them alone, and a forecast is of a table's rows in all of them. */
    static List<Place<MySqlFacts>> together(List<Place<View>> places, List<Table> tables, Optional<Streamer> streamer) {
        boolean allSeen = places.stream().allMatch(place -> found(place).value() != null);
        Optional<Duration> forecast = allSeen
                ? streamer.flatMap(one -> tables.stream()
                        .map(table -> forecast(places, table, one.rowsPerSecond()))
                        .max(Duration::compareTo))
                : Optional.empty();
        return places.stream()
                .map(place -> {
                    View view = place.facts().value();
                    Map<Table, List<PhysicalTable>> here = found(place).value();
                    Seen<MySqlFacts> facts = view == null
                            ? Seen.not(place.facts().trouble())
                            : Seen.of(view.facts()
                                    .with(
                                            here == null
                                                    ? Seen.not(found(place).trouble())
                                                    : Seen.of(missing(place.name(), here, places, allSeen)),
                                            forecast));
                    return new Place<>(place.name(), place.address(), facts);
                })
                .toList();
    }

    private static Seen<Map<Table, List<PhysicalTable>>> found(Place<View> place) {
        View view = place.facts().value();
        return view == null ? Seen.not(place.facts().trouble()) : view.found();
    }

    private static Duration forecast(List<Place<View>> places, Table table, int rowsPerSecond) {
        long rows = shards(places, table).stream()
                .mapToLong(PhysicalTable::rowEstimate)
                .sum();
        return Forecast.of(table.target(), rows, rowsPerSecond).length();
    }

    private static List<PhysicalTable> shards(List<Place<View>> places, Table table) {
        List<PhysicalTable> shards = new ArrayList<>();
        for (Place<View> place : places) {
            Map<Table, List<PhysicalTable>> here = found(place).value();
            if (here != null) {
                shards.addAll(here.getOrDefault(table, List.of()));
            }
        }
        return shards;
    }

    private static List<String> missing(
            String name, Map<Table, List<PhysicalTable>> here, List<Place<View>> places, boolean allSeen) {
        return here.entrySet().stream()
                .filter(one -> one.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .filter(table -> table.source().sources().contains(name)
                        || (allSeen && shards(places, table).isEmpty()))
                .map(Table::sourceText)
                .toList();
    }
}
