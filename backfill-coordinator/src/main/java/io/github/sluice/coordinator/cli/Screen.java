package io.github.sluice.coordinator.cli;

import io.github.sluice.coordinator.run.Board;
import io.github.sluice.coordinator.run.Hold;
import io.github.sluice.coordinator.run.KeyWarning;
import io.github.sluice.coordinator.run.Step;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Progress on standard error: on a terminal one bar per step under way, with rate and time left, redrawn in place;
 * elsewhere a plain line when a step begins and ends and now and then between. Thread-safe; closed by its opener.
 */
final class Screen implements Board, AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration PLAIN_LINE = Duration.ofSeconds(5);

    /** Before so much time a rate says nothing. */
    private static final Duration SHORTEST_MEASURE = Duration.ofMillis(500);

    private static final int BAR = 24;
    private static final int MOST_LINES = 16;

    private final PrintWriter err;
    private final boolean terminal;
    private final Clock clock;
    private final Map<String, Bar> bars = new LinkedHashMap<>();
    private final Map<String, Optional<End>> ends = new LinkedHashMap<>();
    private int drawn;
    private Instant lastDrawing = Instant.EPOCH;

    /** A step under way. Guarded by the screen. */
    private static final class Bar {
        private final String label;
        private Instant started;
        private Instant lastLine;
        private long rows;

        /** Rows of which it is not known how long they took. */
        private long before;

        private long total;
        private String state = "";

        Bar(String label, Instant now) {
            this.label = label;
            this.started = now;
            this.lastLine = now;
        }
    }

    Screen(PrintWriter err, boolean terminal, Clock clock) {
        this.err = err;
        this.terminal = terminal;
        this.clock = clock;
    }

    static Screen open(PrintWriter err) {
        // TERM=dumb and redirected output get plain lines
        String term = System.getenv("TERM");
        boolean terminal = System.console() != null && term != null && !term.equals("dumb");
        return new Screen(err, terminal, Clock.systemUTC());
    }

    @Override
    public synchronized void begins(String table, Step step) {
        Bar bar = bar(table, step);
        bar.started = clock.instant();
        bar.state = "";
        if (!terminal) {
            line(bar.label + ": " + Messages.system().of("step.begins"));
        }
        draw(true);
    }

    @Override
    public synchronized void progress(String table, Step step, long rows, long total) {
        Bar bar = bar(table, step);
        if (rows < bar.rows) {
            // a second pass over the rows, such as reading the topic back; what it shows first may be many at once
            bar.started = clock.instant();
            bar.before = rows;
        }
        bar.rows = rows;
        bar.total = total;
        Instant now = clock.instant();
        if (!terminal && rows > 0 && Duration.between(bar.lastLine, now).compareTo(PLAIN_LINE) >= 0) {
            bar.lastLine = now;
            line(bar.label + ": " + figures(bar, now));
        }
        draw(false);
    }

    @Override
    public synchronized void ends(String table, Step step, String note) {
        Bar bar = bar(table, step);
        bars.remove(key(table, step));
        line(bar.label + ": " + Messages.system().of("step.ends") + (note.isEmpty() ? "" : " (" + note + ")"));
    }

    @Override
    public synchronized void fails(String table, Step step, String message) {
        Bar bar = bar(table, step);
        bars.remove(key(table, step));
        line(bar.label + ": " + Messages.system().of("step.fails") + " " + message);
    }

    @Override
    public synchronized void warns(KeyWarning warning) {
        line(KeyWords.of(warning));
    }

    @Override
    public synchronized void waits(String table, Step step) {
        if (!terminal) {
            return;
        }
        bar(table, step).state = Messages.system().of("step.waits");
        draw(false);
    }

    @Override
    public synchronized void holds(String table, Step step, Hold hold) {
        Bar bar = bar(table, step);
        String state = Messages.system().of("hold." + hold.reason().name(), hold.detail());
        boolean news = !bar.state.equals(state);
        bar.state = state;
        if (!terminal && news && hold.reason() != Hold.Reason.TURN) {
            line(bar.label + ": " + state);
        }
        draw(false);
    }

    @Override
    public synchronized void plans(List<String> tables) {
        tables.forEach(table -> ends.put(table, Optional.empty()));
    }

    @Override
    public synchronized void leaves(String table, End end) {
        ends.put(table, Optional.of(end));
        bars.keySet().removeIf(key -> key.startsWith(table + '\n'));
        draw(true);
    }

    /** A line of its own, such as a question. */
    synchronized void say(String text) {
        line(text);
    }

    private Bar bar(String table, Step step) {
        return bars.computeIfAbsent(
                key(table, step),
                key -> new Bar(
                        String.format(
                                Locale.ROOT,
                                "%s %d %s",
                                table,
                                step.number(),
                                Messages.system().of("step." + step.word())),
                        clock.instant()));
    }

    private static String key(String table, Step step) {
        return table + '\n' + step;
    }

    private void line(String text) {
        erase();
        err.println(text);
        err.flush();
        draw(true);
    }

    private void draw(boolean now) {
        if (!terminal || (!now && Duration.between(lastDrawing, clock.instant()).compareTo(REDRAW) < 0)) {
            return;
        }
        lastDrawing = clock.instant();
        erase();
        // what moves goes before what waits, and no more than a small terminal shows
        List<Bar> shown = bars.values().stream()
                .sorted(Comparator.comparing(bar -> !bar.state.isEmpty()))
                .limit(MOST_LINES)
                .toList();
        for (Bar bar : shown) {
            drawLine(bar.label + " " + (bar.state.isEmpty() ? picture(bar) : bar.state));
        }
        if (bars.size() > shown.size()) {
            drawLine(Messages.system().of("screen.more", bars.size() - shown.size()));
        }
        if (ends.size() > 1) {
            drawLine(summary());
        }
        err.flush();
    }

    private void drawLine(String text) {
        err.println(text);
        drawn++;
    }

    private String summary() {
        Set<String> moving = bars.entrySet().stream()
                .filter(entry -> entry.getValue().state.isEmpty())
                .map(entry -> entry.getKey().substring(0, entry.getKey().indexOf('\n')))
                .collect(Collectors.toSet());
        return Messages.system()
                .of(
                        "screen.summary",
                        ended(End.DONE),
                        moving.size(),
                        ends.values().stream().filter(Optional::isEmpty).count() - moving.size(),
                        ended(End.FAILED),
                        ended(End.SKIPPED),
                        ends.size());
    }

    private long ended(End end) {
        return ends.values().stream()
                .filter(found -> found.filter(end::equals).isPresent())
                .count();
    }

    private void erase() {
        for (; drawn > 0; drawn--) {
            // cursor up, clear line
            err.print("\u001b[1A\u001b[2K");
        }
    }

    private String picture(Bar bar) {
        if (bar.total <= 0) {
            return figures(bar, clock.instant());
        }
        int full = (int) Math.min(BAR, BAR * bar.rows / bar.total);
        return "[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + figures(bar, clock.instant());
    }

    private static String figures(Bar bar, Instant now) {
        long millis = Duration.between(bar.started, now).toMillis();
        String text = String.format(Locale.ROOT, "%,d", bar.rows);
        if (bar.total > 0) {
            text += String.format(Locale.ROOT, "/%,d %d%%", bar.total, Math.min(100, 100 * bar.rows / bar.total));
        }
        if (millis < SHORTEST_MEASURE.toMillis()) {
            return text;
        }
        double rate = (bar.rows - bar.before) * 1000.0 / millis;
        text += String.format(Locale.ROOT, " %,d/s", Math.round(rate));
        if (bar.total > bar.rows && rate > 0) {
            long left = Math.round((bar.total - bar.rows) / rate);
            text += String.format(Locale.ROOT, " ETA %d:%02d", left / 60, left % 60);
        }
        return text;
    }

    @Override
    public synchronized void close() {
        erase();
        err.flush();
    }
}
