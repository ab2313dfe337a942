package io.github.sluice.coordinator.s1;

import io.github.sluice.coordinator.plan.ColumnSpec;
import io.github.sluice.coordinator.s1.S1Folder.Freshness;
import io.github.sluice.coordinator.s1.ShardExpression.Oddity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Joins the six files of each logical table: topics lead to targets by the connectors' maps, table files and jobs to both
 * by their topic. Immutable.
 */
public final class S1Tables {
    /** A table that cannot be taken over, and why. */
    public record LeftOut(String target, Note reason) {}

    private final List<S1Table> tables;
    private final List<LeftOut> leftOut;

    private S1Tables(List<S1Table> tables, List<LeftOut> leftOut) {
        this.tables = List.copyOf(tables);
        this.leftOut = List.copyOf(leftOut);
    }

    /** The tables of a folder, by target. */
    public static S1Tables of(S1Folder folder) {
        Joining joining = new Joining(folder);
        List<S1Table> tables = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (Draft draft : joining.drafts.values()) {
            draft.sortInto(tables, leftOut);
        }
        return new S1Tables(tables, leftOut);
    }

    List<S1Table> tables() {
        return tables;
    }

    /** Tables that no settings can be written for. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Finds the draft of each file. One thread. */
    private static final class Joining {
        private final Map<String, Draft> drafts = new TreeMap<>();
        private final Targets targets;

        Joining(S1Folder folder) {
            targets = Targets.of(folder);
            for (ConnectorFile connector : folder.connectors()) {
                for (String topic : connector.topics()) {
                    draft(target(topic)).connectors.put(topic, connector);
                }
            }
            Map<String, String> bySource = new LinkedHashMap<>();
            for (TableFile file : folder.tableFiles()) {
                if (!file.topic().isEmpty()) {
                    draft(target(file.topic())).files.add(file);
                    bySource.putIfAbsent(file.key(), target(file.topic()));
                }
            }
            for (JobFile job : folder.jobs()) {
                if (job.toKafka() && !job.topic().isEmpty()) {
                    String bySourceTable = job.tables().isEmpty()
                            ? null
                            : bySource.get(job.tables().get(0));
                    String target = targets.known(job.topic())
                            .orElse(bySourceTable == null ? Targets.behindDot(job.topic()) : bySourceTable);
                    draft(target).jobs.add(job);
                }
            }
            folder.statementsByTable().forEach((name, statement) -> {
                Draft draft = drafts.get(name);
                if (draft != null) {
                    draft.statement = statement;
                }
            });
            for (Freshness freshness : folder.freshness()) {
                Draft draft = drafts.get(freshness.table());
                if (draft != null) {
                    draft.notes.add(Note.of("note.freshness", freshness.column()));
                }
            }
        }

        private String target(String topic) {
            return targets.known(topic).orElse(Targets.behindDot(topic));
        }

        private Draft draft(String target) {
            return drafts.computeIfAbsent(target, name -> new Draft(name, targets));
        }
    }

    /** The files of one target, and what follows from them. One thread. */
    private static final class Draft {
        private final String target;
        private final Targets targets;
        private final Map<String, ConnectorFile> connectors = new LinkedHashMap<>();
        private final List<TableFile> files = new ArrayList<>();
        private final List<JobFile> jobs = new ArrayList<>();
        private final List<Note> notes = new ArrayList<>();
        private @Nullable DdlTable statement;

        Draft(String target, Targets targets) {
            this.target = target;
            this.targets = targets;
        }

        void sortInto(List<S1Table> tables, List<LeftOut> leftOut) {
            List<String> names = names();
            List<ShardExpression> expressions = new ArrayList<>();
            for (TableFile file : files) {
                if (!file.complete()) {
                    Optional<ShardExpression> expression = expression(file);
                    if (expression.isEmpty()) {
                        leftOut.add(new LeftOut(target, Note.of("left.expression", file.file(), file.regex())));
                        return;
                    }
                    expressions.add(expression.get());
                }
            }
            names.removeIf(name -> expressions.stream().anyMatch(expression -> expression.matches(name)));
            if (expressions.isEmpty() && names.isEmpty()) {
                leftOut.add(new LeftOut(target, Note.of("left.source")));
            } else if (expressions.isEmpty()) {
                tables.add(table(names, null));
            } else {
                if (!names.isEmpty()) {
                    expressions.add(ShardExpression.ofNames(names));
                }
                tables.add(table(List.of(), ShardExpression.together(expressions)));
            }
        }

        /** Our own streamer's expressions are of whole names already. */
        private static Optional<ShardExpression> expression(TableFile file) {
            return ShardExpression.of(file.ours() ? "(?:" + file.regex() + ")$" : file.regex());
        }

        /** Tables that are named one by one, each {@code database.table} and once. */
        private List<String> names() {
            Set<String> names = new LinkedHashSet<>();
            files.stream().filter(TableFile::complete).map(TableFile::key).forEach(names::add);
            if (files.isEmpty()) {
                jobs.forEach(job -> names.addAll(job.tables()));
            }
            names.removeIf(name -> !name.matches("[^.]+\\..+"));
            return new ArrayList<>(names);
        }

        private S1Table table(List<String> names, @Nullable ShardExpression shards) {
            if (shards != null) {
                shards.oddities().forEach(oddity -> notes.add(oddity(oddity)));
            }
            boolean sharded = names.size() != 1;
            if (sharded && files.stream().noneMatch(TableFile::needTable)) {
                notes.add(Note.of("note.indistinct"));
            }
            Map<String, String> columns = columns();
            collisions(columns);
            String batchTopic = batchTopic();
            String streamTopic = streamTopic();
            connectorName(batchTopic);
            connectorName(streamTopic);
            return new S1Table(
                    target,
                    List.copyOf(names),
                    shards,
                    batchTopic,
                    streamTopic,
                    columns,
                    sharded ? key(columns) : List.of(),
                    address(),
                    database(),
                    List.copyOf(notes));
        }

        private Note oddity(Oddity oddity) {
            String expressions = String.join(
                    " ",
                    files.stream()
                            .filter(file -> !file.complete())
                            .map(TableFile::regex)
                            .toList());
            return Note.of("note." + oddity.name().toLowerCase(Locale.ROOT), expressions);
        }

        private String batchTopic() {
            Set<String> topics = new LinkedHashSet<>();
            jobs.forEach(job -> topics.add(job.topic()));
            connectors.forEach((topic, connector) -> {
                if (!connector.stream()) {
                    topics.add(topic);
                }
            });
            return first(topics);
        }

        private String streamTopic() {
            Set<String> topics = new LinkedHashSet<>();
            files.forEach(file -> topics.add(file.topic()));
            connectors.forEach((topic, connector) -> {
                if (connector.stream()) {
                    topics.add(topic);
                }
            });
            return first(topics);
        }

        private String first(Set<String> topics) {
            if (topics.size() > 1) {
                notes.add(Note.of("note.topics", String.join(", ", topics)));
            }
            String topic = topics.isEmpty() ? "" : topics.iterator().next();
            if (!topic.isEmpty() && targets.known(topic).isEmpty()) {
                notes.add(Note.of("note.guessed", topic));
            }
            return topic;
        }

        /** Settings know one rule for the names of connectors: the topic's with {@code -connect} behind it. */
        private void connectorName(String topic) {
            ConnectorFile connector = connectors.get(topic);
            if (connector == null) {
                return;
            }
            if (connector.topics().size() > 1) {
                notes.add(Note.of("note.shared", connector.name()));
            } else if (!connector.name().equals(topic + "-connect")) {
                notes.add(Note.of("note.connector", connector.name(), topic + "-connect"));
            }
        }

        /** What the table files say; without them what the jobs select and write. */
        private Map<String, String> columns() {
            Map<String, String> columns = new LinkedHashMap<>();
            files.forEach(file -> file.mapping().forEach(columns::putIfAbsent));
            if (files.isEmpty()) {
                for (JobFile job : jobs) {
                    List<String> selected = job.selected();
                    List<String> written = job.written();
                    for (int i = 0; i < Math.min(selected.size(), written.size()); i++) {
                        String name = written.get(i);
                        JobFile.sourceColumn(selected.get(i)).ifPresent(source -> columns.putIfAbsent(source, name));
                    }
                }
            }
            return columns;
        }

        private void collisions(Map<String, String> columns) {
            Map<String, String> taken = new LinkedHashMap<>();
            columns.forEach((source, name) -> {
                String other = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), source);
                if (other != null) {
                    notes.add(Note.of("note.collision", other, source, name));
                }
            });
        }

        /** The statement's key, where it tells shards apart and Sluice knows all its columns. */
        private List<String> key(Map<String, String> columns) {
            DdlTable made = statement;
            if (made == null) {
                return List.of();
            }
            List<String> key = new ArrayList<>();
            for (String name : made.key()) {
                Optional<DdlTable.Column> column = made.column(name);
                String written = column.map(DdlTable.Column::name).orElse(name);
                boolean ours =
                        List.of(ColumnSpec.DB_NAME, ColumnSpec.TABLE_NAME).contains(written);
                if (column.isEmpty() || (!ours && !columns.containsValue(written))) {
                    notes.add(Note.of("note.key", name));
                    return List.of();
                }
                key.add(written);
            }
            return key.contains(ColumnSpec.TABLE_NAME) || key.contains(ColumnSpec.DB_NAME) ? key : List.of();
        }

        private String address() {
            Set<String> addresses = new LinkedHashSet<>();
            jobs.forEach(job -> addresses.addAll(job.addresses()));
            if (addresses.size() > 1) {
                notes.add(Note.of("note.servers", String.join(", ", addresses)));
            }
            return addresses.isEmpty() ? "" : addresses.iterator().next();
        }

        private String database() {
            return connectors.values().stream()
                    .map(connector ->
                            connector.at().at("starrocks.database.name").text())
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse("");
        }
    }
}
