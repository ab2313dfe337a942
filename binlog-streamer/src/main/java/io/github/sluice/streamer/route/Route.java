package io.github.sluice.streamer.route;

import io.github.sluice.streamer.schema.ColumnDef;
import io.github.sluice.streamer.schema.TableColumns;
import io.github.sluice.wire.row.RowSchema;
import io.github.sluice.wire.row.WireColumn;
import io.github.sluice.wire.type.MySqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table file as it applies to one source. Immutable and thread-safe. */
public final class Route {
    /** Type of the constant columns; MySQL's names have at most 64 characters. */
    private static final MySqlType NAME_TYPE = MySqlType.parse("varchar(64)");

    private static final Logger LOG = LoggerFactory.getLogger(Route.class);

    private final TableFile file;
    private final String source;
    private final Map<String, String> types = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    /** Columns that were left out and told of; once for all shards that are alike. */
    private final Set<List<String>> said = ConcurrentHashMap.newKeySet();

    Route(TableFile file, String source) {
        this.file = file;
        this.source = source;
        types.putAll(file.types());
        known.addAll(file.columnMapping().keySet());
        known.addAll(file.types().keySet());
        known.addAll(file.ignoreColumns());
    }

    public TableFile file() {
        return file;
    }

    /** What names the logical table in positions, metrics and messages. */
    public String key() {
        return file.key();
    }

    public String topic() {
        return file.topic();
    }

    /**
     * Holds a table's columns against the file. A file with {@code types} knows every column there was when it was
     * planned, so a column that it does not name, or one that has become wider, is drift; a file of the published format
     * knows only the columns that it maps, and leaves out the others (inventory #65, #197).
     *
     * @param columns the physical table as it was at the event
     */
    public Binding bind(TableColumns columns) {
        List<ColumnDef> source = columns.columns();
        if (!file.types().isEmpty()) {
            for (ColumnDef column : source) {
                if (!known.contains(column.name())) {
                    return drift("has a column " + column.name() + " " + column.columnType()
                            + " that its table file does not know");
                }
            }
        }
        List<WireColumn> wire = new ArrayList<>();
        int[] places = new int[file.columnMapping().size()];
        Map<String, String> wireNames = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> mapped : file.columnMapping().entrySet()) {
            int place = columns.indexOf(mapped.getKey());
            if (place < 0) {
                return drift("has no column " + mapped.getKey() + " any more, which its table file maps");
            }
            ColumnDef column = source.get(place);
            String planned = types.get(column.name());
            try {
                if (planned != null && !TypeFit.fits(planned, column.columnType())) {
                    return drift("has a column " + column.name() + " of type " + column.columnType()
                            + ", which does not fit into the planned " + planned);
                }
                wire.add(new WireColumn(
                        mapped.getValue(), MySqlType.parse(planned == null ? column.columnType() : planned)));
            } catch (IllegalArgumentException e) {
                return drift("has a column " + column.name() + " that cannot be mapped (" + e.getMessage() + ")");
            }
            places[wire.size() - 1] = place;
            wireNames.put(column.name(), mapped.getValue());
        }
        Map<String, String> constants = constants(columns);
        constants.keySet().forEach(name -> wire.add(new WireColumn(name, NAME_TYPE)));
        List<String> key = new ArrayList<>(file.keyColumns());
        if (key.isEmpty()) {
            List<String> primaryKey = columns.primaryKey();
            if (primaryKey == null || primaryKey.isEmpty()) {
                return new Drift(
                        "has no primary key that is known, and its table file names no key_columns",
                        "name the columns of a NOT NULL unique key under key_columns in " + file.fileName());
            }
            key.addAll(constants.keySet());
            for (String column : primaryKey) {
                String name = wireNames.get(column);
                if (name == null) {
                    return new Drift(
                            "has " + column + " in its primary key, which its table file does not map",
                            "map it under column_mapping in " + file.fileName()
                                    + ", or name another NOT NULL unique key under key_columns");
                }
                key.add(name);
            }
        }
        List<String> dropped = new ArrayList<>();
        for (ColumnDef column : source) {
            if (!known.contains(column.name())) {
                dropped.add(column.name());
            }
        }
        if (!dropped.isEmpty() && said.add(dropped)) {
            LOG.info("table {}: {} leaves out the columns {}", file.key(), file.fileName(), dropped);
        }
        return new RowMapper(
                new RowSchema(wire, key), places, constants.values().toArray(new String[0]), dropped);
    }

    /** Constant columns and their values for a physical table, in wire order. */
    private Map<String, String> constants(TableColumns columns) {
        Map<String, String> constants = new LinkedHashMap<>();
        if (file.sourceColumn() != null) {
            constants.put(file.sourceColumn(), source);
        }
        if (file.databaseColumn() != null) {
            constants.put(file.databaseColumn(), columns.table().database());
        }
        if (file.tableColumn() != null) {
            constants.put(file.tableColumn(), columns.table().table());
        }
        return constants;
    }

    private Drift drift(String what) {
        return new Drift(
                what,
                "alter the target table if it is to follow, then correct column_mapping and types in " + file.fileName()
                        + " (a column that is not wanted goes under ignore_columns): the table goes on from where it"
                        + " stopped as soon as the file is there");
    }

    @Override
    public String toString() {
        return file.key() + " -> " + file.topic();
    }
}
