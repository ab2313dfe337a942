package io.github.sluice.coordinator.run;

import io.github.sluice.coordinator.Failure;
import io.github.sluice.coordinator.settings.PaceSettings.Order;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.MySqlSource;
import io.github.sluice.coordinator.source.PhysicalTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In which order tables begin. Only the half beside MySQL knows how large they are; the other one takes them as they are
 * announced. One thread.
 */
final class SizeOrder {
    private static final Logger LOG = LoggerFactory.getLogger(SizeOrder.class);

    private final SluiceSettings settings;

    SizeOrder(SluiceSettings settings) {
        this.settings = settings;
    }

    /** The tables as the settings want them; as they are listed where MySQL does not say how large they are. */
    List<Table> of(List<Table> tables, Side side) {
        Order order = settings.parallel().order();
        if (order == Order.LISTED || tables.size() < 2 || !side.hasSource()) {
            return tables;
        }
        try {
            return sorted(tables, rows(tables), order);
        } catch (Failure unread) {
            LOG.warn("tables begin as they are listed: {}", unread.getMessage());
            return tables;
        }
    }

    private Map<String, Long> rows(List<Table> tables) {
        List<PhysicalTable> found = settings.sources().stream()
                .flatMap(mysql -> new MySqlSource(mysql)
                        .tables(tables.stream().map(Table::source).toList()).stream())
                .toList();
        Map<String, Long> rows = new HashMap<>();
        for (PhysicalTable physical : found) {
            for (Table table : tables) {
                if (table.source().matches(physical.source(), physical.database(), physical.name())) {
                    rows.merge(table.target(), physical.rowEstimate(), Long::sum);
                }
            }
        }
        return rows;
    }

    /** Equal ones stay as they are listed. */
    static List<Table> sorted(List<Table> tables, Map<String, Long> rows, Order order) {
        Comparator<Table> bySize = Comparator.comparingLong(table -> rows.getOrDefault(table.target(), 0L));
        return tables.stream()
                .sorted(order == Order.LARGEST ? bySize.reversed() : bySize)
                .toList();
    }

    /** Places in the order, by name. */
    static Map<String, Integer> ranks(List<Table> ordered) {
        Map<String, Integer> ranks = new HashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            ranks.put(ordered.get(i).target(), i);
        }
        return ranks;
    }
}
