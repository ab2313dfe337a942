package io.github.sluice.coordinator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.doctor.Finding.Verdict;
import io.github.sluice.coordinator.doctor.Judgement.State;
import io.github.sluice.coordinator.doctor.MySqlSight.View;
import io.github.sluice.coordinator.settings.SettingsFile;
import io.github.sluice.coordinator.settings.SluiceSettings;
import io.github.sluice.coordinator.settings.SluiceSettings.Table;
import io.github.sluice.coordinator.source.PhysicalTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One bad MySQL of several fails a check, all bad ones are named, and none hides behind a sound one. */
class SeveralMySqlsTest {
    @TempDir
    Path folder;

    private static Judgement ofAll(Judgement... judgements) {
        Map<String, Judgement> bySource = new LinkedHashMap<>();
        for (Judgement one : judgements) {
            bySource.put("rds" + (bySource.size() + 1), one);
        }
        return Judgement.ofAll(bySource);
    }

    private static Judgement skipped(String reason) {
        return Judgement.skipped(reason, "");
    }

    @Test
    void everyBadOneIsNamedAndNoOther() {
        Judgement broken = ofAll(
                Judgement.when(true, "log_bin=ON"),
                Judgement.when(false, "log_bin=OFF"),
                skipped("unreachable"),
                Judgement.when(false, "log_bin=OFF"),
                Judgement.when(false, "log_bin="));
        assertThat(broken.state()).isEqualTo(State.BROKEN);
        assertThat(broken.evidence()).isEqualTo("rds2, rds4: log_bin=OFF; rds5: log_bin=");
        assertThat(broken.sources()).containsExactly("rds2", "rds4", "rds5");
    }

    @Test
    void whatIsNotKnownOfOneIsNotSaidToHoldOfAll() {
        Judgement dark = ofAll(Judgement.when(true, "log_bin=ON"), skipped("unreachable"));
        assertThat(dark.state()).isEqualTo(State.SKIPPED);
        assertThat(dark.evidence()).isEqualTo("rds2");
        assertThat(ofAll(Judgement.skipped("unseen", "denied"), Judgement.when(true, "x")))
                .isEqualTo(new Judgement(State.SKIPPED, "rds1: denied", "unseen", List.of("rds1")));
        assertThat(ofAll(skipped("not-there"), Judgement.when(true, "x")))
                .as("an older version does not need it")
                .isEqualTo(new Judgement(State.HOLDS, "rds2: x", "", List.of("rds2")));
    }

    @Test
    void oneAloneIsJudgedAsItEverWas() {
        assertThat(Judgement.ofAll(Map.of("rds1", Judgement.when(false, "a")))).isEqualTo(Judgement.when(false, "a"));
    }

    @Test
    void anUnreachableMySqlFailsAndTheChecksOfTheOthersGoOn() {
        Ward<MySqlFacts> ward = new Ward<>(Subject.MYSQL, MySqlChecks.all());
        MySqlFacts off = (MySqlFacts) Fixtures.with(Fixtures.MYSQL, "@log_bin", "OFF");
        Map<String, Finding> findings = new LinkedHashMap<>();
        ward.judged(
                        List.of(
                                new Place<>("rds1", "a:1", Seen.of(off)),
                                new Place<>("rds2", "b:2", Seen.not("refused")),
                                new Place<>("rds3", "c:3", Seen.of(Fixtures.MYSQL))),
                        Doctor.ids().keySet())
                .forEach(one -> findings.put(one.id(), one));
        assertThat(findings).as("one finding of each check").hasSize(ward.all().size());
        Finding reachable = findings.get("mysql-reachable");
        assertThat(reachable.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(reachable.evidence()).isEqualTo("rds2: b:2: refused");
        Finding binlog = findings.get("mysql-binlog");
        assertThat(binlog.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(binlog.sources()).containsExactly("rds1");
        Finding image = findings.get("mysql-row-image");
        assertThat(image.verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(image.reason()).isEqualTo("unreachable");
        assertThat(image.sources()).containsExactly("rds2");
    }

    @Test
    void aStreamerThatIsSilentAboutOneSourceIsNotAlive() {
        Check<MachineFacts> check = MachineChecks.all().stream()
                .filter(one -> one.id().equals("machine-streamer-alive"))
                .findFirst()
                .orElseThrow();
        Map<String, Optional<Duration>> ages = new LinkedHashMap<>();
        ages.put("rds1", Optional.of(Duration.ofSeconds(3)));
        ages.put("rds2", Optional.of(Duration.ofHours(1)));
        ages.put("rds3", Optional.empty());
        Judgement judged =
                check.judge().apply((MachineFacts) Fixtures.with(Fixtures.MACHINE, "streamerAges", Seen.of(ages)));
        assertThat(judged.state()).isEqualTo(State.BROKEN);
        assertThat(judged.evidence()).isEqualTo("rds2: lastWord=PT1H ago; rds3: lastWord=-");
    }

    private SluiceSettings settings() throws IOException {
        return SettingsFile.read(Files.writeString(folder.resolve("sluice.yaml"), """
                name: test
                sources:
                  rds1: {host: one, username: reader, password: "env:P1"}
                  rds2: {host: two, username: other, password: "env:P2"}
                kafka: {bootstrapServers: "kafka:9092"}
                encryption: {key: "env:SLUICE_KEY"}
                datax: {command: [datax]}
                streamer: {name: box, tables: /t, rowsPerSecond: 100}
                tables:
                  - {source: {databases: shop, tables: "anywhere_.*"}, target: anywhere}
                  - {source: [rds1/shop.both, rds2/shop.both], target: both}
                  - {source: rds1/shop.one}
                """));
    }

    private static PhysicalTable shard(String source, String name, long rows) {
        return new PhysicalTable(source, "shop", name, "", List.of(), List.of("id"), List.of(), rows, 0);
    }

    private static Place<View> place(String name, Map<Table, List<PhysicalTable>> found) {
        return new Place<>(name, name + ":3306", Seen.of(new View(Fixtures.MYSQL, Seen.of(found))));
    }

    private static List<String> missing(Place<MySqlFacts> place) {
        return place.facts().value().missing().value();
    }

    @Test
    void aTableIsMissingWhereItNamesTheMySqlOrWhereNoneHasIt() throws IOException {
        SluiceSettings settings = settings();
        Table anywhere = settings.tables().get(0);
        Table both = settings.tables().get(1);
        Table one = settings.tables().get(2);
        Map<Table, List<PhysicalTable>> here = new LinkedHashMap<>();
        here.put(anywhere, List.of(shard("rds1", "anywhere_1", 300_000)));
        here.put(both, List.of(shard("rds1", "both", 10)));
        here.put(one, List.of(shard("rds1", "one", 10)));
        Map<Table, List<PhysicalTable>> there = new LinkedHashMap<>();
        there.put(anywhere, List.of());
        there.put(both, List.of());
        List<Place<MySqlFacts>> seen = MySqlSights.together(
                List.of(place("rds1", here), place("rds2", there)),
                settings.tables(),
                Optional.of(settings.streamerOrRefuse()));
        assertThat(missing(seen.get(0))).isEmpty();
        assertThat(missing(seen.get(1))).containsExactly(both.sourceText());

        here.put(anywhere, List.of());
        seen = MySqlSights.together(
                List.of(place("rds1", here), place("rds2", there)), settings.tables(), Optional.empty());
        assertThat(missing(seen.get(0))).containsExactly(anywhere.sourceText());
        assertThat(missing(seen.get(1))).containsExactly(anywhere.sourceText(), both.sourceText());

        seen = MySqlSights.together(
                List.of(place("rds1", here), new Place<>("rds2", "b", Seen.not("refused"))),
                settings.tables(),
                Optional.of(settings.streamerOrRefuse()));
        assertThat(missing(seen.get(0)))
                .as("the one that is not seen may have it")
                .isEmpty();
        assertThat(seen.get(0).facts().value().forecast())
                .as("of too few rows it would be too short")
                .isEmpty();
    }

    @Test
    void theForecastIsOfTheRowsInAllMySqls() throws IOException {
        SluiceSettings settings = settings();
        Table anywhere = settings.tables().get(0);
        List<Place<MySqlFacts>> seen = MySqlSights.together(
                List.of(
                        place("rds1", Map.of(anywhere, List.of(shard("rds1", "anywhere_1", 100_000)))),
                        place("rds2", Map.of(anywhere, List.of(shard("rds2", "anywhere_1", 80_000))))),
                settings.tables(),
                Optional.of(settings.streamerOrRefuse()));
        assertThat(seen).allSatisfy(place -> assertThat(place.facts().value().forecast())
                .contains(Duration.ofSeconds(4 * 180_000 / 100)));
        Ward<MySqlFacts> ward = new Ward<>(Subject.MYSQL, MySqlChecks.all());
        assertThat(ward.judged(seen, Set.of("mysql-binlog-retention")))
                .singleElement()
                .satisfies(one -> assertThat(one.evidence()).startsWith("rds1, rds2: kept="));
    }
}
