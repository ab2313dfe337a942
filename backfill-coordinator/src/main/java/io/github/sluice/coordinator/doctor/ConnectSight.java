package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.connect.ConnectClient;
import io.github.sluice.coordinator.connect.ConnectException;
import io.github.sluice.coordinator.connect.Connector;
import io.github.sluice.coordinator.connect.Validation;
import io.github.sluice.coordinator.doctor.ConnectFacts.Worker;
import io.github.sluice.coordinator.journal.Journal;
import io.github.sluice.coordinator.journal.Resource;
import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.plan.SinkConnector;
import io.github.sluice.coordinator.plan.TableSpec;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at Kafka Connect by GET and by validation, which creates nothing. One thread. */
final class ConnectSight {
    private static final ConnectClient.Limits LIMITS =
            new ConnectClient.Limits(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ZERO);
    private static final String OVERRIDE = "consumer.override.isolation.level";

    private static final String TRANSFORM = "transforms\\..+\\.type";

    private final SluiceSettings settings;
    private final List<Table> tables;
    private final Planner planner;
    private final String journal;
    private final ConnectClient connect;

    ConnectSight(SluiceSettings settings, List<Table> tables, Planner planner, String journal) {
        this.settings = settings;
        this.tables = tables;
        this.planner = planner;
        this.journal = journal;
        this.connect = new ConnectClient(settings.connectOrRefuse().urls(), LIMITS, null);
    }

    /**
     * @param kafka what was seen of Kafka; null where it does not answer
     * @throws ConnectException if no worker answers
     */
    ConnectFacts look(KafkaSight.@Nullable View kafka) {
        List<Worker> workers = workers();
        if (workers.stream().noneMatch(worker -> worker.trouble().isEmpty())) {
            throw new IllegalStateException(workers.get(0).trouble());
        }
        Seen<List<Map<String, String>>> configs = Seen.by(this::configs);
        Seen<List<Connector>> connectors = Seen.by(connect::connectors);
        List<Map<String, String>> wanted = configs.value();
        List<Connector> standing = connectors.value();
        return new ConnectFacts(
                workers,
                kafka == null ? Seen.not("Kafka") : Seen.of(kafka.cluster()),
                Seen.by(connect::plugins),
                needed(wanted),
                wanted == null ? Seen.not(configs.trouble()) : Seen.by(() -> faults(wanted, true)),
                wanted == null ? Seen.not(configs.trouble()) : Seen.by(() -> faults(wanted, false)),
                standing == null ? Seen.not(connectors.trouble()) : Seen.by(() -> clashes(standing)),
                standing == null
                        ? Seen.not(connectors.trouble())
                        : Seen.of(standing.stream()
                                .filter(one -> names().contains(one.name())
                                        && one.status().failed())
                                .map(Connector::name)
                                .toList()),
                kafka == null ? Seen.not("Kafka") : kafka.stores(),
                kafka == null ? 1 : kafka.facts().brokers().size());
    }

    private List<Worker> workers() {
        List<Worker> workers = new ArrayList<>();
        for (String url : settings.connectOrRefuse().urls()) {
            try {
                ConnectClient.Identity identity = new ConnectClient(List.of(url), LIMITS, null).identity();
                workers.add(new Worker(url, identity.version(), identity.cluster(), ""));
            } catch (ConnectException e) {
                workers.add(new Worker(url, "", "", Seen.text(e)));
            }
        }
        return workers;
    }

    /** Of the first table alone stand for all: they differ in names and columns. */
    private List<Map<String, String>> configs() {
        Table table = tables.get(0);
        TableSpec spec = planner.describe(table);
        List<Map<String, String>> configs = new ArrayList<>();
        configs.add(config(SinkConnector.batch(spec, settings)));
        if (spec.stream() != null) {
            configs.add(config(SinkConnector.stream(spec, settings)));
        }
        return configs;
    }

    private static Map<String, String> config(Map<String, @Nullable Object> document) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("name", String.valueOf(document.get("name")));
        if (document.get("config") instanceof Map<?, ?> found) {
            found.forEach((key, value) -> config.put(String.valueOf(key), String.valueOf(value)));
        }
        return config;
    }

    private List<String> needed(@Nullable List<Map<String, String>> configs) {
        Set<String> needed = new TreeSet<>();
        for (Map<String, String> config : configs == null ? List.<Map<String, String>>of() : configs) {
            config.forEach((key, value) -> {
                if (key.equals("connector.class") || key.matches(TRANSFORM)) {
                    needed.add(value);
                }
            });
        }
        return List.copyOf(needed);
    }

    /**
     * What a worker objects to, but for missing plugins, which are looked for by name. It resolves references, so its words
     * may quote a secret: only the keys are kept.
     */
    private List<String> faults(List<Map<String, String>> configs, boolean override) {
        Set<String> faults = new TreeSet<>();
        for (Map<String, String> config : configs) {
            Map<String, String> asked = new LinkedHashMap<>(config);
            asked.put(OVERRIDE, "read_committed");
            for (Validation.Fault fault : connect.validate(config.getOrDefault("connector.class", ""), asked)
                    .faults()) {
                boolean overridden = fault.key().startsWith("consumer.override")
                        || fault.key().equals("isolation.level");
                boolean plugin =
                        fault.key().equals("connector.class") || fault.key().matches(TRANSFORM);
                if (overridden == override && !plugin) {
                    faults.add(fault.key());
                }
            }
        }
        return List.copyOf(faults);
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Table table : tables) {
            names.add(table.connector());
            Table.Stream stream = table.stream();
            if (stream != null) {
                names.add(stream.connector());
            }
        }
        return names;
    }

    private List<String> clashes(List<Connector> connectors) {
        Optional<Journal> known =
                Journal.exists(journal) ? Optional.of(Journal.open(journal, settings.name())) : Optional.empty();
        return connectors.stream()
                .map(Connector::name)
                .filter(names()::contains)
                .filter(name -> known.flatMap(opened -> opened.resource(Resource.Kind.CONNECTOR, name))
                        .filter(Resource::ours)
                        .isEmpty())
                .toList();
    }
}
