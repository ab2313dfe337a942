package io.github.sluice.coordinator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sluice.coordinator.HandClock;
import io.github.sluice.coordinator.alert.Alert.Kind;
import io.github.sluice.coordinator.alert.Phrase;
import io.github.sluice.coordinator.settings.WatchSettings.Restarts;
import io.github.sluice.coordinator.settings.WatchSettings.Watched;
import io.github.sluice.coordinator.watch.Sighting.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done about which signs; time is the test's. */
class WatcherTest {
    private static final Signs WELL = signs(7L, true, "", "");
    private static final Signs DEAD = signs(null, false, "no answer", "");

    @TempDir
    Path folder;

    private static Signs signs(Long pid, boolean answers, String ill, String late) {
        return new Signs(pid, answers, phrases(ill), phrases(late));
    }

    private static List<Phrase> phrases(String key) {
        return key.isEmpty() ? List.of() : List.of(Phrase.of(key));
    }

    private final HandClock clock = new HandClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<String> done = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private Signs signs = WELL;
    private OptionalInt exitCode = OptionalInt.empty();
    private IOException cannot;
    private Memory memory;

    private final Hands hands = new Hands() {
        @Override
        public void start(Watched watched) throws IOException {
            if (cannot != null) {
                throw cannot;
            }
            done.add("start");
            exitCode = OptionalInt.empty();
        }

        @Override
        public void stop(long pid) {
            done.add("stop " + pid);
        }

        @Override
        public void kill(long pid) {
            done.add("kill " + pid);
        }

        @Override
        public OptionalInt exitCode(Watched watched) {
            return exitCode;
        }
    };

    private final Watcher.Voice voice = new Watcher.Voice() {
        @Override
        public void raise(Kind kind, String process, List<Phrase> reasons, String budget) {
            said.add(kind + (budget.isEmpty() ? "" : " " + budget));
        }

        @Override
        public void settle(String process) {
            said.add("well");
        }
    };

    @BeforeEach
    void begin() {
        memory = new Memory(folder.resolve("processes.json"));
    }

    private Sighting look() {
        Watched watched = new Watched(
                "a",
                List.of("a"),
                folder,
                folder.resolve("a.out"),
                folder.resolve("a.pid"),
                null,
                null,
                Duration.ofMinutes(2),
                Duration.ofMinutes(1),
                Duration.ofSeconds(90),
                new Restarts(3, Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofSeconds(15), Set.of(41)));
        return new Watcher(List.of(watched), any -> signs, hands, voice, memory, clock)
                .look()
                .get(0);
    }

    private State state() {
        return look().state();
    }

    private void pass(int seconds) {
        clock.pass(Duration.ofSeconds(seconds));
    }

    @Test
    void oneThatIsWellIsLeftAlone() {
        assertThat(state()).isEqualTo(State.WELL);
        pass(86_400);
        assertThat(state()).isEqualTo(State.WELL);
        assertThat(done).isEmpty();
        assertThat(said).containsOnly("well");
    }

    @Test
    void aDeadOneIsStartedAtOnceAndIsWellAgainWhenItsSignsAreThere() {
        signs = DEAD;
        assertThat(state()).isEqualTo(State.STARTED);
        signs = signs(8L, false, "no answer", "");
        assertThat(state()).isEqualTo(State.STARTING);
        signs = WELL;
        assertThat(state()).isEqualTo(State.WELL);
        assertThat(done).containsExactly("start");
        assertThat(said).containsExactly("DIED 1/3 (60 min)", "well");
    }

    @Test
    void startsComeAtGrowingIntervalsUntilTheBudgetIsUsedUpAndAgainWhenItHasRoom() {
        signs = DEAD;
        assertThat(state()).isEqualTo(State.STARTED);
        pass(9);
        assertThat(state()).isEqualTo(State.WAITING);
        pass(1);
        assertThat(state()).isEqualTo(State.STARTED);
        pass(14);
        assertThat(state()).as("20 s, but never more than 15").isEqualTo(State.WAITING);
        pass(1);
        assertThat(state()).isEqualTo(State.STARTED);
        pass(60);
        Sighting down = look();
        assertThat(down.state()).isEqualTo(State.GIVEN_UP);
        assertThat(down.state().down()).isTrue();
        assertThat(down.restarts()).isEqualTo(3);
        assertThat(said.get(said.size() - 1)).isEqualTo("GAVE_UP 3/3 (60 min)");
        assertThat(done).containsExactly("start", "start", "start");
        pass(3600);
        assertThat(state()).isEqualTo(State.STARTED);
    }

    /** A watch that cron starts anew, and one that was killed, know what was done before. */
    @Test
    void theBudgetOutlivesTheWatch() throws IOException {
        signs = DEAD;
        for (int i = 0; i < 3; i++) {
            assertThat(state()).isEqualTo(State.STARTED);
            memory.save();
            memory = new Memory(folder.resolve("processes.json"));
            pass(20);
        }
        assertThat(state()).isEqualTo(State.GIVEN_UP);
    }

    @Test
    void whatIsWrongForAMomentPasses() {
        signs = signs(7L, true, "/live answers 503", "");
        assertThat(state()).isEqualTo(State.ILL);
        pass(119);
        assertThat(state()).isEqualTo(State.ILL);
        signs = WELL;
        assertThat(state()).isEqualTo(State.WELL);
        signs = signs(7L, true, "/live answers 503", "");
        pass(1);
        assertThat(state()).isEqualTo(State.ILL);
        assertThat(done).isEmpty();
    }

    @Test
    void whatStaysWrongIsStuckAndIsStoppedAndStarted() {
        signs = signs(7L, true, "/live answers 503", "");
        look();
        pass(120);
        Sighting stuck = look();
        assertThat(stuck.state()).isEqualTo(State.STOPPING);
        assertThat(stuck.reasons())
                .containsExactly(Phrase.of("/live answers 503"), Phrase.of("watch.reason.since", 120));
        pass(30);
        assertThat(state()).isEqualTo(State.STOPPING);
        signs = DEAD;
        assertThat(state()).isEqualTo(State.STARTED);
        assertThat(done).containsExactly("stop 7", "start");
        assertThat(said).containsExactly("STUCK 1/3 (60 min)");
    }

    @Test
    void anOldPositionIsStuckAtOnceAlthoughEverythingAnswers() {
        signs = signs(7L, true, "", "the newest position of source m is 121 s old");
        assertThat(state()).isEqualTo(State.STOPPING);
        pass(89);
        look();
        assertThat(done).containsExactly("stop 7");
        pass(1);
        assertThat(state()).isEqualTo(State.STOPPING);
        assertThat(done).containsExactly("stop 7", "kill 7");
        signs = DEAD;
        assertThat(state()).isEqualTo(State.STARTED);
    }

    @Test
    void afterAStartSignsOfLifeHaveTime() {
        signs = DEAD;
        look();
        signs = signs(8L, true, "", "heartbeat is 500 s old");
        pass(59);
        assertThat(state()).isEqualTo(State.STARTING);
        pass(1);
        assertThat(state()).isEqualTo(State.STOPPING);
    }

    @Test
    void aStuckOneThatUsedUpItsBudgetIsLeftToAPerson() {
        signs = DEAD;
        for (int i = 0; i < 3; i++) {
            look();
            pass(20);
        }
        pass(60);
        signs = signs(8L, true, "", "old");
        assertThat(state()).isEqualTo(State.GIVEN_UP);
        assertThat(done).containsExactly("start", "start", "start");
    }

    @Test
    void oneWithoutAKnownIdIsNeverStartedBesideItself() {
        signs = signs(null, true, "", "");
        assertThat(state()).isEqualTo(State.WELL);
        signs = signs(null, true, "", "old");
        assertThat(state()).isEqualTo(State.GIVEN_UP);
        assertThat(said).endsWith("CANNOT_STOP");
        assertThat(done).isEmpty();
    }

    @Test
    void anExitThatARestartCannotMendIsNotRestarted() throws IOException {
        signs = DEAD;
        exitCode = OptionalInt.of(41);
        Sighting given = look();
        assertThat(given.state()).isEqualTo(State.GIVEN_UP);
        assertThat(given.reasons()).contains(Phrase.of("watch.reason.exit", 41));
        exitCode = OptionalInt.empty();
        memory.save();
        memory = new Memory(folder.resolve("processes.json"));
        assertThat(state()).as("another watch knows it too").isEqualTo(State.GIVEN_UP);
        signs = WELL;
        assertThat(state()).as("somebody has started it").isEqualTo(State.WELL);
        signs = DEAD;
        exitCode = OptionalInt.of(1);
        assertThat(look().reasons()).containsExactly(Phrase.of("watch.reason.exit", 1));
        assertThat(done).containsExactly("start");
    }

    @Test
    void aCommandThatCannotBeRunIsSaid() {
        signs = DEAD;
        cannot = new IOException("no such folder");
        Sighting down = look();
        assertThat(down.state()).isEqualTo(State.GIVEN_UP);
        assertThat(down.reasons()).containsExactly(Phrase.of("watch.reason.io", "no such folder"));
        assertThat(said).containsExactly("DIED 1/3 (60 min)", "CANNOT_START 1/3 (60 min)");
    }
}
