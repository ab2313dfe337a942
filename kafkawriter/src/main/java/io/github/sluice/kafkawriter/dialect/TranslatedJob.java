package io.github.sluice.kafkawriter.dialect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A job in this writer's words, and what its user should be told about the translation. Immutable. */
public final class TranslatedJob {
    /** A parameter that cannot be translated. */
    public static final class Fault {
        private final String parameter;
        private final String rule;

        Fault(String parameter, String rule) {
            this.parameter = parameter;
            this.rule = rule;
        }

        /** The name in the job file. */
        public String parameter() {
            return parameter;
        }

        /** What is wrong and what to write instead; holds no value that could be secret. */
        public String rule() {
            return rule;
        }
    }

    private final Map<String, Object> parameters;
    private final List<String> warnings;
    private final List<Fault> faults;
    private final boolean refused;

    TranslatedJob(Map<String, Object> parameters, List<String> warnings, List<Fault> faults, boolean refused) {
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        this.warnings = Collections.unmodifiableList(new ArrayList<>(warnings));
        this.faults = Collections.unmodifiableList(new ArrayList<>(faults));
        this.refused = refused;
    }

    /** A job that is in this writer's words already. */
    static TranslatedJob untouched(Map<String, Object> parameters) {
        return new TranslatedJob(parameters, Collections.emptyList(), Collections.emptyList(), false);
    }

    /** A job in this writer's words that may not have been meant so. */
    static TranslatedJob warned(Map<String, Object> parameters, String warning) {
        return new TranslatedJob(parameters, Collections.singletonList(warning), Collections.emptyList(), false);
    }

    /** Names and values as this writer reads them. */
    public Map<String, Object> parameters() {
        return parameters;
    }

    /** One for each old name. */
    public List<String> warnings() {
        return warnings;
    }

    public List<Fault> faults() {
        return faults;
    }

    /** Whether the job as a whole cannot be translated, so that other faults in it would only mislead. */
    public boolean refused() {
        return refused;
    }
}
