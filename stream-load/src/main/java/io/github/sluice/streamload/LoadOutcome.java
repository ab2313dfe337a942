package io.github.sluice.streamload;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a load ended. A closed set: {@link #match} makes the caller name every case.
 *
 * <p>{@link Unknown} is an outcome of its own and never success: the commit was sent and nobody has said what became of
 * it. It is settled by {@link TransactionalLoader#resolve}, not by sending the rows again under another label, because
 * the first commit could still be carried out after later rows.
 */
public abstract class LoadOutcome {
    private LoadOutcome() {}

    /** Calls the function of this outcome's case. */
    public abstract <R> R match(Cases<R> cases);

    /** One function for each outcome. */
    public interface Cases<R> {
        R loaded(Loaded outcome);

        R accepted(Accepted outcome);

        R refused(Refused outcome);

        R retriable(Retriable outcome);

        R abandoned(Abandoned outcome);

        R unknown(Unknown outcome);
    }

    /** For tests and messages: what happened, without row content. */
    public abstract String describe();

    @Override
    public final String toString() {
        return getClass().getSimpleName() + ": " + describe();
    }

    /** Committed, and queries see it. Counts are StarRocks' own; deletes count as loaded. */
    public static final class Loaded extends LoadOutcome {
        private final String label;
        private final LoadCounts counts;

        Loaded(String label, LoadCounts counts) {
            this.label = label;
            this.counts = counts;
        }

        /** Made by hand-written fakes too. */
        public static Loaded of(String label, LoadCounts counts) {
            return new Loaded(Objects.requireNonNull(label), Objects.requireNonNull(counts));
        }

        public String label() {
            return label;
        }

        public LoadCounts counts() {
            return counts;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.loaded(this);
        }

        @Override
        public String describe() {
            return "label " + label + " is visible, " + counts;
        }
    }

    /** A {@linkplain TransactionalLoader#probe probe} found nothing to refuse; nothing was written. */
    public static final class Accepted extends LoadOutcome {
        public static final Accepted INSTANCE = new Accepted();

        private Accepted() {}

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.accepted(this);
        }

        @Override
        public String describe() {
            return "StarRocks would take the rows; nothing was written";
        }
    }

    /** Nothing was written, and sending the same again would end the same way. */
    public static final class Refused extends LoadOutcome {
        /** Who has to change something. */
        public enum Cause {
            /** At least one row cannot be stored: find it. */
            ROWS,
            /** Table, columns, privileges or load properties are wrong: a person has to change them. */
            SETTINGS
        }

        private final Cause cause;
        private final String reason;
        private final List<RowError> rows;
        private final @Nullable String errorUrl;

        Refused(Cause cause, String reason, List<RowError> rows, @Nullable String errorUrl) {
            this.cause = cause;
            this.reason = reason;
            this.rows = Collections.unmodifiableList(rows);
            this.errorUrl = errorUrl;
        }

        /** Made by hand-written fakes too. */
        public static Refused of(Cause cause, String reason, List<RowError> rows, @Nullable String errorUrl) {
            return new Refused(cause, reason, rows, errorUrl);
        }

        public Cause cause() {
            return cause;
        }

        /** StarRocks' message. */
        public String reason() {
            return reason;
        }

        /** The lines of the error log, at most about 50; empty when there was none or it could not be read. */
        public List<RowError> rows() {
            return rows;
        }

        /** Where StarRocks keeps the details for 48 hours, in the warehouse's network. */
        public @Nullable String errorUrl() {
            return errorUrl;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.refused(this);
        }

        @Override
        public String describe() {
            StringBuilder text = new StringBuilder("StarRocks refused the load (").append(reason);
            if (!rows.isEmpty()) {
                text.append("; first of ")
                        .append(rows.size())
                        .append(" row errors: ")
                        .append(rows.get(0).reason());
            }
            return text.append(')').toString();
        }
    }

    /** Nothing was or will be written under this label; the same rows may be sent under a new one. */
    public static final class Retriable extends LoadOutcome {
        private final String reason;
        private final @Nullable Throwable cause;

        Retriable(String reason, @Nullable Throwable cause) {
            this.reason = reason;
            this.cause = cause;
        }

        /** Made by hand-written fakes too. */
        public static Retriable of(String reason, @Nullable Throwable cause) {
            return new Retriable(reason, cause);
        }

        public String reason() {
            return reason;
        }

        public @Nullable Throwable cause() {
            return cause;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.retriable(this);
        }

        @Override
        public String describe() {
            return reason;
        }
    }

    /** Nothing was written: the fence was no longer held, or somebody else rolled the transaction back. */
    public static final class Abandoned extends LoadOutcome {
        private final String reason;

        Abandoned(String reason) {
            this.reason = reason;
        }

        /** Made by hand-written fakes too. */
        public static Abandoned of(String reason) {
            return new Abandoned(reason);
        }

        public String reason() {
            return reason;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.abandoned(this);
        }

        @Override
        public String describe() {
            return reason;
        }
    }

    /** The commit was sent; whether it was or will be carried out is not known. */
    public static final class Unknown extends LoadOutcome {
        private final String reason;
        private final @Nullable Throwable cause;

        Unknown(String reason, @Nullable Throwable cause) {
            this.reason = reason;
            this.cause = cause;
        }

        /** Made by hand-written fakes too. */
        public static Unknown of(String reason, @Nullable Throwable cause) {
            return new Unknown(reason, cause);
        }

        public String reason() {
            return reason;
        }

        public @Nullable Throwable cause() {
            return cause;
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unknown(this);
        }

        @Override
        public String describe() {
            return reason;
        }
    }
}
