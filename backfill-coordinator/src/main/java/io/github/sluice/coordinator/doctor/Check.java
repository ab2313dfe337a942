package io.github.sluice.coordinator.doctor;

import java.util.function.Function;

/**
 * One named check: pure, of one record of facts. Immutable.
 *
 * @param id stable, in kebab case, beginning with its subject's word
 * @param severity what it means if it does not hold
 */
record Check<F>(String id, Severity severity, Function<F, Judgement> judge) {
    /** How bad it is. */
    enum Severity {
        /** A run would fail or lose its proof. */
        FAIL,
        /** A run would go through, and somebody should know. */
        WARN
    }

    static <F> Check<F> fail(String id, Function<F, Judgement> judge) {
        return new Check<>(id, Severity.FAIL, judge);
    }

    static <F> Check<F> warn(String id, Function<F, Judgement> judge) {
        return new Check<>(id, Severity.WARN, judge);
    }

    Finding of(Subject subject, Judgement judgement) {
        Finding.Verdict verdict =
                switch (judgement.state()) {
                    case HOLDS -> Finding.Verdict.OK;
                    case SKIPPED -> Finding.Verdict.SKIPPED;
                    case BROKEN -> severity == Severity.FAIL ? Finding.Verdict.FAIL : Finding.Verdict.WARN;
                };
        return new Finding(
                id, subject, severity.name(), verdict, judgement.evidence(), judgement.reason(), judgement.sources());
    }
}
