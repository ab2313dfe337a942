package io.github.sluice.wire.position;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A set of transactions in MySQL's notation: {@code uuid:1-5:7,uuid:tag:3} (MySQL 8.4 manual, "GTID Format and Storage";
 * tags since 8.3). Blanks, line ends and the order of its parts do not matter. Mutable; one thread.
 */
public final class GtidSet extends SourcePosition {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TAG = Pattern.compile("[a-z_][a-z0-9_]{0,31}");
    private static final Pattern INTERVAL = Pattern.compile("(\\d{1,19})(?:-(\\d{1,19}))?");

    /** By origin ({@code uuid} or {@code uuid:tag}): ascending, disjoint intervals that do not touch, both ends in. */
    private final TreeMap<String, List<long[]>> origins = new TreeMap<>();

    /** An empty set. */
    public GtidSet() {}

    /**
     * Reads a set; the empty text is the empty set.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static GtidSet parse(String text) {
        GtidSet set = new GtidSet();
        for (String part : text.replaceAll("\\s", "").toLowerCase(Locale.ROOT).split(",")) {
            if (!part.isEmpty()) {
                set.addPart(part, text);
            }
        }
        return set;
    }

    private void addPart(String part, String text) {
        String[] pieces = part.split(":");
        if (!UUID.matcher(pieces[0]).matches() || pieces.length < 2) {
            throw new IllegalArgumentException("not a GTID set: " + text);
        }
        String origin = pieces[0];
        boolean any = false;
        for (int i = 1; i < pieces.length; i++) {
            Matcher interval = INTERVAL.matcher(pieces[i]);
            if (interval.matches()) {
                long first = number(interval.group(1), text);
                String end = interval.group(2);
                long last = end == null ? first : number(end, text);
                if (first < 1) {
                    throw new IllegalArgumentException("not a GTID set: " + text);
                }
                if (first <= last) { // MySQL takes 5-3 as nothing
                    add(origin, first, last);
                }
                any = true;
            } else if (TAG.matcher(pieces[i]).matches()) {
                origin = pieces[0] + ":" + pieces[i];
                any = false;
            } else {
                throw new IllegalArgumentException("not a GTID set: " + text);
            }
        }
        if (!any) {
            throw new IllegalArgumentException("not a GTID set: " + text);
        }
    }

    private static long number(String digits, String text) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a GTID set: " + text, e);
        }
    }

    /** A set of its own with the same members. */
    @Override
    public GtidSet copy() {
        GtidSet copy = new GtidSet();
        copy.addAll(this);
        return copy;
    }

    /**
     * Adds one transaction.
     *
     * @param gtid {@code uuid:number} or {@code uuid:tag:number}
     * @throws IllegalArgumentException if it is none
     */
    public void add(String gtid) {
        long number = numberOf(gtid);
        add(originOf(gtid), number, number);
    }

    /** Adds all members of another set. */
    public void addAll(GtidSet other) {
        other.origins.forEach((origin, intervals) -> {
            for (long[] interval : intervals) {
                add(origin, interval[0], interval[1]);
            }
        });
    }

    private void add(String origin, long first, long last) {
        List<long[]> intervals = origins.computeIfAbsent(origin, any -> new ArrayList<>());
        int at = intervals.size();
        // nearly always the newest interval grows by one
        while (at > 0 && intervals.get(at - 1)[0] > first) {
            at--;
        }
        if (at > 0 && intervals.get(at - 1)[1] >= first - 1) {
            at--;
            intervals.get(at)[1] = Math.max(intervals.get(at)[1], last);
        } else {
            intervals.add(at, new long[] {first, last});
        }
        long[] grown = intervals.get(at);
        while (at + 1 < intervals.size() && intervals.get(at + 1)[0] - 1 <= grown[1]) {
            grown[1] = Math.max(grown[1], intervals.remove(at + 1)[1]);
        }
    }

    /** Whether a transaction is a member. */
    @Override
    public boolean contains(String gtid) {
        List<long[]> intervals = origins.get(originOf(gtid));
        return intervals != null && contains(intervals, numberOf(gtid), numberOf(gtid));
    }

    private static boolean contains(List<long[]> intervals, long first, long last) {
        for (int i = intervals.size() - 1; i >= 0; i--) {
            long[] interval = intervals.get(i);
            if (interval[0] <= first) {
                return interval[1] >= last;
            }
        }
        return false;
    }

    /** Whether every member of the other set is a member of this one. */
    @Override
    public boolean covers(SourcePosition other) {
        if (!(other instanceof GtidSet)) {
            return false;
        }
        for (Map.Entry<String, List<long[]>> origin : ((GtidSet) other).origins.entrySet()) {
            List<long[]> mine = origins.get(origin.getKey());
            for (long[] interval : origin.getValue()) {
                if (mine == null || !contains(mine, interval[0], interval[1])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The members that the other set has too. */
    @Override
    public GtidSet common(SourcePosition other) {
        if (!(other instanceof GtidSet)) {
            throw new IllegalArgumentException("positions that have nothing in common: " + this + " and " + other);
        }
        return intersection((GtidSet) other);
    }

    @Override
    public void complete(String transaction, String file, long end, long fileBorn) {
        add(transaction);
    }

    /** No transaction, no other set. */
    @Override
    public boolean pass(String file, long offset, long fileBorn) {
        return false;
    }

    private GtidSet intersection(GtidSet other) {
        GtidSet both = new GtidSet();
        origins.forEach((origin, intervals) -> {
            List<long[]> theirs = other.origins.get(origin);
            for (long[] mine : intervals) {
                for (long[] their : theirs == null ? Collections.<long[]>emptyList() : theirs) {
                    long first = Math.max(mine[0], their[0]);
                    long last = Math.min(mine[1], their[1]);
                    if (first <= last) {
                        both.add(origin, first, last);
                    }
                }
            }
        });
        return both;
    }

    /** The members that the other set lacks. */
    public GtidSet minus(GtidSet other) {
        GtidSet rest = new GtidSet();
        origins.forEach((origin, intervals) -> {
            List<long[]> theirs = other.origins.get(origin);
            for (long[] mine : intervals) {
                long from = mine[0];
                for (long[] their : theirs == null ? Collections.<long[]>emptyList() : theirs) {
                    if (their[1] < from) {
                        continue;
                    }
                    if (their[0] > mine[1]) {
                        break;
                    }
                    if (their[0] > from) {
                        rest.add(origin, from, their[0] - 1);
                    }
                    from = their[1] + 1;
                }
                if (from <= mine[1]) {
                    rest.add(origin, from, mine[1]);
                }
            }
        });
        return rest;
    }

    public boolean isEmpty() {
        return origins.isEmpty();
    }

    /** Number of transactions. */
    public long count() {
        long count = 0;
        for (List<long[]> intervals : origins.values()) {
            for (long[] interval : intervals) {
                count += interval[1] - interval[0] + 1;
            }
        }
        return count;
    }

    private static String originOf(String gtid) {
        int colon = gtid.lastIndexOf(':');
        if (colon < 36) {
            throw new IllegalArgumentException("not a GTID: " + gtid);
        }
        return gtid.substring(0, colon).toLowerCase(Locale.ROOT);
    }

    private static long numberOf(String gtid) {
        try {
            return Long.parseLong(gtid.substring(gtid.lastIndexOf(':') + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a GTID: " + gtid, e);
        }
    }

    /** MySQL's notation on one line; equal sets print equally. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        origins.forEach((origin, intervals) -> {
            text.append(text.length() == 0 ? "" : ",").append(origin);
            for (long[] interval : intervals) {
                text.append(':').append(interval[0]);
                if (interval[1] > interval[0]) {
                    text.append('-').append(interval[1]);
                }
            }
        });
        return text.toString();
    }
}
