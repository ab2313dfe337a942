package io.github.sluice.coordinator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.doctor.Judgement.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every check holds in a sound world, and is broken by facts of its own. */
class ChecksTest {
    @SuppressWarnings("unchecked")
    private static Judgement judge(Check<?> check, Object facts) {
        return ((Check<Object>) check).judge().apply(facts);
    }

    /** The check of reachability is judged by the ward, and tested below. */
    private static Map<Check<?>, Subject> checks() {
        Map<Check<?>, Subject> checks = new LinkedHashMap<>();
        Doctor.wards().forEach(ward -> ward.checks().forEach(check -> checks.put(check, ward.subject())));
        return checks;
    }

    @TestFactory
    Stream<DynamicTest> eachCheckHasAPassingAndAFailingFixture() {
        return checks().entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey().id(), () -> {
                    Check<?> check = one.getKey();
                    Object sound = Fixtures.sound(one.getValue());
                    Object passing = Fixtures.with(sound, Fixtures.SOUND.getOrDefault(check.id(), new Object[0]));
                    assertThat(judge(check, passing).state())
                            .as("%s", judge(check, passing))
                            .isEqualTo(State.HOLDS);
                    assertThat(Fixtures.BROKEN).as("a failing fixture").containsKey(check.id());
                    Object failing = Fixtures.with(sound, Fixtures.BROKEN.get(check.id()));
                    Judgement broken = judge(check, failing);
                    assertThat(broken.state()).as("%s", broken).isEqualTo(State.BROKEN);
                    assertThat(broken.evidence()).isNotBlank();
                }));
    }

    /** A fault is to be mended once, so it must not be reported under five names. */
    @Test
    void aBrokenFactIsNamedByItsOwnCheckAndFewOthers() {
        Map<String, List<String>> known = Map.of(
                "mysql-gtid-mode", List.of("mysql-grant-positions"),
                "mysql-grant-xa", List.of("mysql-grant-replication"),
                "mysql-grant-positions", List.of("mysql-gtid-mode", "mysql-grant-xa", "mysql-grant-replication"),
                "mysql-grant-replication", List.of("mysql-grant-xa"),
                "kafka-brokers", List.of("kafka-topic-replication"),
                "connect-workers", List.of("connect-cluster"),
                "starrocks-backends", List.of("starrocks-replication"),
                "machine-key-used-up", List.of("machine-key-budget"));
        checks().forEach((check, subject) -> {
            Object failing = Fixtures.with(Fixtures.sound(subject), Fixtures.BROKEN.get(check.id()));
            List<String> named = new ArrayList<>();
            checks().forEach((other, otherSubject) -> {
                if (otherSubject == subject
                        && other != check
                        && judge(other, failing).state() == State.BROKEN) {
                    named.add(other.id());
                }
            });
            assertThat(known.getOrDefault(check.id(), List.of())).as(check.id()).containsAll(named);
        });
    }

    @Test
    void thereAreAtLeastFortyAndEachIdIsOfItsSubject() {
        assertThat(Doctor.ids()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(Doctor.ids().keySet()).allMatch(id -> id.matches("[a-z0-9]+(-[a-z0-9]+)+"));
        Doctor.wards().forEach(ward -> ward.all().forEach(check -> assertThat(check.id())
                .startsWith(ward.subject().word() + "-")));
        assertThat(Doctor.wards().stream().mapToInt(ward -> ward.all().size()).sum())
                .as("no id twice")
                .isEqualTo(Doctor.ids().size());
    }

    @Test
    void whatCouldNotBeSeenIsSkippedAndNeverJudged() {
        checks().forEach((check, subject) -> {
            Object blind = blind(Fixtures.sound(subject));
            Judgement judged = judge(check, blind);
            if (judged.state() == State.BROKEN) {
                assertThat(check.id())
                        .as("what is not there is the fault itself")
                        .isIn("machine-key", "machine-datax-command");
            }
        });
    }

    private static Object blind(Object facts) {
        List<Object> changes = new ArrayList<>();
        for (var component : facts.getClass().getRecordComponents()) {
            if (component.getType() == Seen.class) {
                changes.add(component.getName());
                changes.add(Seen.not("denied"));
            }
        }
        return Fixtures.with(facts, changes.toArray());
    }

    @Test
    void aRunWithoutStreamerAsksNothingOfTheBinlog() {
        Object still = Fixtures.with(
                Fixtures.MYSQL, "live", false, "@log_bin", "OFF", "@binlog_row_image", "MINIMAL", "grants", List.of());
        for (Check<MySqlFacts> check : MySqlChecks.all()) {
            assertThat(judge(check, still).state()).as(check.id()).isNotEqualTo(State.BROKEN);
        }
    }

    @Test
    void anUnreachableServerIsOneFailAndSkipsTheRest() {
        for (Ward<?> ward : Doctor.wards()) {
            List<Finding> findings =
                    ward.judged("h:1", Seen.not("refused"), Doctor.ids().keySet());
            assertThat(findings).hasSize(ward.all().size());
            assertThat(findings.get(0).id()).isEqualTo(ward.subject().word() + "-reachable");
            assertThat(findings.get(0).verdict()).isEqualTo(Finding.Verdict.FAIL);
            assertThat(findings.get(0).evidence()).isEqualTo("h:1: refused");
            assertThat(findings.subList(1, findings.size()))
                    .allMatch(found -> found.verdict() == Finding.Verdict.SKIPPED
                            && found.reason().equals("unreachable"));
        }
    }

    @Test
    void aReachableOneIsOkAndOnlyWhatIsWantedIsReported() {
        Ward<KafkaFacts> ward = new Ward<>(Subject.KAFKA, KafkaChecks.all());
        List<Finding> findings =
                ward.judged("b:9092", Seen.of(Fixtures.KAFKA), Set.of("kafka-reachable", "kafka-brokers"));
        assertThat(findings).extracting(Finding::id).containsExactly("kafka-reachable", "kafka-brokers");
        assertThat(findings).allMatch(found -> found.verdict() == Finding.Verdict.OK);
    }

    @Test
    void theRetentionThatSettingsTellGoesBeforeTheVariables() {
        Check<MySqlFacts> check = MySqlChecks.all().stream()
                .filter(one -> one.id().equals("mysql-binlog-retention"))
                .findFirst()
                .orElseThrow();
        assertThat(judge(check, Fixtures.with(Fixtures.MYSQL, "told", Optional.of(Duration.ofHours(1))))
                        .state())
                .isEqualTo(State.BROKEN);
        assertThat(judge(
                                check,
                                Fixtures.with(
                                        Fixtures.MYSQL, "@binlog_expire_logs_seconds", "0", "@expire_logs_days", "0"))
                        .state())
                .as("0 is for ever")
                .isEqualTo(State.HOLDS);
    }

    @Test
    void aValueThatSomebodyCarriedOverDecidesAboutTheKeys() {
        Check<MachineFacts> check = MachineChecks.all().stream()
                .filter(one -> one.id().equals("machine-keys-equal"))
                .findFirst()
                .orElseThrow();
        Object carried = Fixtures.with(Fixtures.MACHINE, "otherCheck", Optional.of("0A1B2C3D4E5F"));
        assertThat(judge(check, carried).state()).isEqualTo(State.HOLDS);
        assertThat(judge(check, Fixtures.with(carried, "otherCheck", Optional.of("0a1b2c3d4e5e")))
                        .state())
                .isEqualTo(State.BROKEN);
        Judgement silent =
                judge(check, Fixtures.with(Fixtures.MACHINE, "heard", Seen.of(new MachineFacts.Heard(0, 0, true))));
        assertThat(silent.state()).isEqualTo(State.SKIPPED);
        assertThat(silent.evidence()).as("so that it can be carried over").contains("0a1b2c3d4e5f");
    }

    @Test
    @Timeout(20)
    void aServerThatNeverAnswersIsGivenUp() {
        Seen<String> seen = Doctor.within(
                () -> {
                    new CountDownLatch(1).await();
                    return "never";
                },
                Duration.ofMillis(50));
        assertThat(seen.value()).isNull();
        assertThat(seen.trouble()).contains("no end within");
    }

    @Test
    void addressesOfOneNetworkAreNotPublic() {
        for (String own :
                List.of("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.0.1", "::1", "fd00::1")) {
            assertThat(KafkaSight.isPublic(own)).as(own).isFalse();
        }
        for (String other : List.of("203.0.113.7", "172.32.0.1", "2001:db8::1")) {
            assertThat(KafkaSight.isPublic(other)).as(other).isTrue();
        }
    }

    @Test
    void theDifferenceOfClocksIsReckonedFromTheMiddleOfTheQuestion() {
        assertThat(Clocks.ahead(100.5, 100_000, 101_000)).isEqualTo(Duration.ZERO);
        assertThat(Clocks.ahead(107.0, 100_000, 102_000)).isEqualTo(Duration.ofSeconds(6));
    }
}
