package io.github.sluice.coordinator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.journal.AuditFindings.Broken;
import io.github.sluice.coordinator.journal.AuditFindings.Fault;
import io.github.sluice.wire.key.KeyUse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The tables that hold what counts now say what the entries say, or the audit names the entry that they contradict; also
 * where an older version wrote them.
 */
abstract class StateAuditContract extends AuditedJournal {
    @Test
    void everyChangedFieldOfTheCurrentStateIsNamedByTheEntryThatItContradicts() throws SQLException {
        story();
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("sluice_attempt", "tbl,number");
        keys.put("sluice_step", "tbl,attempt,step");
        keys.put("sluice_resource", "kind,name");
        keys.put("sluice_key_use", "attempt,key_id");
        for (Map.Entry<String, String> table : keys.entrySet()) {
            for (Map<String, Object> row : rows(table.getKey())) {
                long told = tells(table.getKey(), row);
                for (String column : row.keySet()) {
                    if (column.equals("run")) {
                        continue;
                    }
                    boolean key = List.of(table.getValue().split(",")).contains(column);
                    String what = table.getKey() + " " + row + " " + column;
                    set(table.getKey(), row, column, other(row.get(column)));
                    assertThat(broken().seq()).as(what).isEqualTo(told);
                    assertThat(broken().fault()).as(what).isEqualTo(key ? Fault.ROW_GONE : Fault.STATE);
                    Map<String, Object> changed = new LinkedHashMap<>(row);
                    changed.put(column, other(row.get(column)));
                    set(table.getKey(), changed, column, row.get(column));
                }
            }
        }
        intact();
    }

    private static @Nullable Object other(@Nullable Object value) {
        if (value == null) {
            return "2026-01-01T00:00:00Z";
        }
        return value instanceof Number number ? (Object) (number.longValue() + 1000) : otherThan(value.toString());
    }

    private List<Map<String, Object>> rows(String table) throws SQLException {
        List<Map<String, Object>> all = new ArrayList<>();
        try (Statement statement = sql.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    Object value = rows.getObject(i);
                    row.put(
                            rows.getMetaData().getColumnName(i).toLowerCase(java.util.Locale.ROOT),
                            value instanceof Number || value == null ? value : rows.getString(i));
                }
                all.add(row);
            }
        }
        assertThat(all).as(table).isNotEmpty();
        return all;
    }

    /** The newest entry that tells of a row, found by its texts. */
    private long tells(String table, Map<String, Object> row) {
        return entries().stream()
                .filter(entry -> switch (table) {
                    case "sluice_attempt" ->
                        entry.kind().equals("ATTEMPT") && entry.attempt().equals(row.get("id"));
                    case "sluice_step" ->
                        entry.kind().equals("STEP")
                                && entry.attempt().equals(row.get("attempt"))
                                && entry.step().equals(row.get("step"));
                    case "sluice_resource" ->
                        entry.kind().equals("RESOURCE") && entry.evidence().contains("\"" + row.get("name") + "\"");
                    default -> entry.kind().equals("KEY_USE") && entry.attempt().equals(row.get("attempt"));
                })
                .mapToLong(JournalEntry::seq)
                .max()
                .orElseThrow();
    }

    private void set(String table, Map<String, Object> row, String column, @Nullable Object value) throws SQLException {
        List<Object> parameters = new ArrayList<>();
        parameters.add(value);
        StringBuilder where = new StringBuilder();
        row.forEach((name, known) -> {
            where.append(where.isEmpty() ? "" : " AND ").append(name);
            if (known == null) {
                where.append(" IS NULL");
            } else {
                where.append(" = ?");
                parameters.add(known);
            }
        });
        assertThat(execute("UPDATE " + table + " SET " + column + " = ? WHERE " + where, parameters.toArray()))
                .as("%s %s", table, row)
                .isEqualTo(1);
    }

    @Test
    void aRowThatNoEntryTellsOfIsNamed() throws SQLException {
        story();
        execute("INSERT INTO sluice_resource (run, kind, name, origin, attempt) VALUES ('run', 'TOPIC', 't', 'CREATED',"
                + " 'id-1')");
        assertThat(broken())
                .as("by the entry that took it away")
                .matches(found -> found.fault() == Fault.ROW_UNTOLD
                        && entries().get((int) found.seq() - 1).kind().equals("FORGOTTEN"));
        execute("UPDATE sluice_resource SET name = 'u' WHERE name = 't'");
        assertThat(broken()).isEqualTo(Broken.of(0, Fault.ROW_UNTOLD, "sluice_resource", "TOPIC u"));
    }

    @Test
    void theJournalOfAnOlderVersionIsCarriedOverWithItsFirstWrite() throws SQLException {
        execute("INSERT INTO sluice_attempt (run, tbl, number, id, created_at) VALUES ('run', 'orders', 1, 'id-1',"
                + " '2026-01-01T00:00:00Z')");
        execute(
                "INSERT INTO sluice_step (run, tbl, attempt, step, state, code, message, evidence, started_at, ended_at)"
                        + " VALUES ('run', 'orders', 'id-1', 'load', 'DONE', 0, '', '{}', '2026-01-01T00:00:01Z',"
                        + " '2026-01-01T00:00:02Z'), ('run', 'orders', 'id-1', 'verify', 'STARTED', 0, '', '{\"a\":1}',"
                        + " '2026-01-01T00:00:03Z', NULL)");
        execute("INSERT INTO sluice_resource (run, kind, name, origin, attempt) VALUES ('run', 'TOPIC', 't', 'CREATED',"
                + " 'id-1')");
        execute("INSERT INTO sluice_key_use (attempt, key_id, record_count, start_count) VALUES ('id-1', 'aaaaaaaa', 5,"
                + " 1), ('of-another-run', 'aaaaaaaa', 6, 1)");
        assertThat(broken()).isEqualTo(Broken.of(0, Fault.NOT_CHAINED));
        Map<String, StepTime> times = journal.times(FIRST);

        journal.done(FIRST, "verify", "{}");
        AuditFindings found = intact();
        assertThat(found.imported()).isEqualTo(7);
        assertThat(found.entries()).isEqualTo(9);
        assertThat(entries().get(0).kind()).isEqualTo("IMPORT");
        assertThat(journal.times(FIRST).get("load")).isEqualTo(times.get("load"));
        assertThat(journal.times(FIRST).get("verify").startedAt())
                .isEqualTo(times.get("verify").startedAt());
        assertThat(journal.keyUses()).containsEntry("aaaaaaaa", new KeyUse(11, 2));

        Journal other = Journal.open(where(), "another-run");
        other.remember(new Attempt("orders", 1, "of-another-run"));
        other.remember("of-another-run", Map.of("aaaaaaaa", new KeyUse(7, 1)));
        assertThat(other.audit(List.of()).broken()).isEmpty();
        assertThat(other.audit(List.of()).imported()).as("imported once").isZero();
        intact();
        execute("UPDATE sluice_key_use SET record_count = 5 WHERE attempt = 'of-another-run'");
        assertThat(broken().fault()).as("told by another run").isEqualTo(Fault.STATE);
    }

    @Test
    void anOlderVersionThatWritesAfterwardsIsFound() throws SQLException {
        story();
        execute("UPDATE sluice_step SET state = 'DONE', code = 0 WHERE attempt = 'id-1' AND step = 'snapshot'");
        assertThat(broken()).matches(found -> found.seq() == 9 && found.fault() == Fault.STATE);
    }

    @Test
    void runsThatDifferInTheCaseOfALetterHaveChainsOfTheirOwn() {
        Journal.open(where(), "Run").remember(FIRST);
        journal.remember(FIRST);
        journal.remember(new Resource(Resource.Kind.TOPIC, "a", Resource.Origin.CREATED, "id-1"));
        journal.remember(new Resource(Resource.Kind.TOPIC, "A", Resource.Origin.CREATED, "id-1"));
        assertThat(intact().entries()).isEqualTo(3);
        assertThat(journal.resource(Resource.Kind.TOPIC, "a")).isPresent();
    }
}
