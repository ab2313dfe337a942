package io.github.sluice.coordinator.doctor;

import io.github.sluice.coordinator.plan.Planner;
import io.github.sluice.coordinator.settings.Side;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Connect;
import io.github.sluice.coordinator.settings.SluiceSettings.StarRocks;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Examines all that a run of a side needs, subject by subject. What can't be seen of one subject does not hide another.
 * Changes nothing. One thread.
 */
public final class Doctor {
    private static final Ward<MySqlFacts> MYSQL = new Ward<>(Subject.MYSQL, MySqlChecks.all());
    private static final Ward<KafkaFacts> KAFKA = new Ward<>(Subject.KAFKA, KafkaChecks.all());
    private static final Ward<ConnectFacts> CONNECT = new Ward<>(Subject.CONNECT, ConnectChecks.all());
    private static final Ward<StarRocksFacts> STARROCKS = new Ward<>(Subject.STARROCKS, StarRocksChecks.all());
    private static final Ward<MachineFacts> MACHINE = new Ward<>(Subject.MACHINE, MachineChecks.all());

    /** Of one subject. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final SluiceSettings settings;
    private final Side side;
    private final List<Table> tables;
    private final Planner planner;
    private final String journal;
    private final @Nullable String otherCheck;

    /** @param otherCheck the key check value that the other half's doctor has shown; null where nobody says it */
    public Doctor(
            SluiceSettings settings,
            Side side,
            List<Table> tables,
            Planner planner,
            String journal,
            @Nullable String otherCheck) {
        this.settings = settings;
        this.side = side;
        this.tables = List.copyOf(tables);
        this.planner = planner;
        this.journal = journal;
        this.otherCheck = otherCheck;
    }

    /** Every check's id with its severity, in the order of the report. */
    public static Map<String, String> ids() {
        Map<String, String> ids = new LinkedHashMap<>();
        for (Ward<?> ward : wards()) {
            ward.all().forEach(check -> ids.put(check.id(), check.severity().name()));
        }
        return ids;
    }

    static List<Ward<?>> wards() {
        return List.of(MYSQL, KAFKA, CONNECT, STARROCKS, MACHINE);
    }

    /** @param wanted ids; a subject is looked at only if a wanted check needs it */
    public List<Finding> examine(Set<String> wanted) {
        List<Finding> findings = new ArrayList<>();
        boolean forecasts = wanted.stream().anyMatch(id -> id.startsWith("kafka-") && id.endsWith("-retention"));
        boolean here = side.hasSource() && !settings.sources().isEmpty();
        List<Place<MySqlFacts>> mysql = here && (wants(Subject.MYSQL, wanted) || forecasts)
                ? new MySqlSights(settings, tables).look(LIMIT)
                : List.of();
        if (!here) {
            findings.addAll(MYSQL.skipped("other-side", wanted));
        } else if (!mysql.isEmpty()) {
            findings.addAll(MYSQL.judged(mysql, wanted));
        }
        Optional<Duration> forecast = mysql.stream()
                .map(place -> place.facts().value())
                .flatMap(facts -> Optional.ofNullable(facts).flatMap(MySqlFacts::forecast).stream())
                .findFirst(); // all have the same
        Seen<KafkaSight.View> kafka =
                wants(Subject.KAFKA, wanted) || wants(Subject.CONNECT, wanted) || wants(Subject.MACHINE, wanted)
                        ? within(() -> new KafkaSight(settings, side, tables).look(forecast))
                        : Seen.not("");
        KafkaSight.View view = kafka.value();
        findings.addAll(KAFKA.judged(
                settings.kafka().bootstrapServers(),
                view == null ? Seen.not(kafka.trouble()) : Seen.of(view.facts()),
                wanted));
        findings.addAll(warehouse(view, wanted));
        if (wants(Subject.MACHINE, wanted)) {
            findings.addAll(MACHINE.judged(
                    settings.stateFolder().toString(),
                    within(() -> new MachineSight(settings, side, tables, planner, journal, otherCheck).look(view)),
                    wanted));
        }
        return findings;
    }

    private List<Finding> warehouse(KafkaSight.@Nullable View view, Set<String> wanted) {
        List<Finding> findings = new ArrayList<>();
        Connect connect = settings.connect();
        StarRocks starrocks = settings.starrocks();
        if (!side.hasTarget() || connect == null || starrocks == null) {
            findings.addAll(CONNECT.skipped("other-side", wanted));
            findings.addAll(STARROCKS.skipped("other-side", wanted));
            return findings;
        }
        if (wants(Subject.CONNECT, wanted)) {
            findings.addAll(CONNECT.judged(
                    String.join(",", connect.urls()),
                    within(() -> new ConnectSight(settings, tables, planner, journal).look(view)),
                    wanted));
        }
        if (wants(Subject.STARROCKS, wanted)) {
            findings.addAll(STARROCKS.judged(
                    starrocks.query(), within(() -> new StarRocksSight(settings, tables, planner).look()), wanted));
        }
        return findings;
    }

    private static boolean wants(Subject subject, Set<String> wanted) {
        return wanted.stream().anyMatch(id -> id.startsWith(subject.word() + "-"));
    }

    /** Each question has a limit of its own; this one is for a server that answers each of many just before it. */
    static <T> Seen<T> within(Seen.Question<T> look, Duration limit) {
        return begin(look, limit).get();
    }

    /**
     * Begins to look on a thread of its own.
     *
     * @param limit from now on
     * @return waits for the end, or for the limit
     */
    static <T> Supplier<Seen<T>> begin(Seen.Question<T> look, Duration limit) {
        FutureTask<Seen<T>> task = new FutureTask<>(() -> Seen.by(look));
        Thread thread = new Thread(task, "sluice-doctor");
        thread.setDaemon(true); // what hangs does not keep the process
        thread.start();
        long end = System.nanoTime() + limit.toNanos();
        return () -> {
            Seen<T> seen = Seen.by(() -> task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS))
                    .value();
            if (seen == null) {
                task.cancel(true);
                return Seen.not("no end within " + limit.toSeconds() + " s");
            }
            return seen;
        };
    }

    private static <T> Seen<T> within(Seen.Question<T> look) {
        return within(look, LIMIT);
    }
}
