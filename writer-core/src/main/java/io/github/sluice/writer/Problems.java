package io.github.sluice.writer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All that is wrong with the settings, gathered so that a user corrects them in one go. Each entry names the parameter, the
 * rule and what was found; secret values are never among them. One thread.
 */
public final class Problems {
    private final WriterErrorCode settings;
    private final List<String> texts = new ArrayList<>();
    private final Set<WriterErrorCode> codes = new LinkedHashSet<>();

    /** @param settings the code of a fault that has none of its own */
    public Problems(WriterErrorCode settings) {
        this.settings = settings;
    }

    /** @param found shown to the user; pass only values of parameters that hold no secret */
    public void add(String parameter, String rule, Object found) {
        add(parameter, rule + ", found '" + found + "'");
    }

    public void add(String parameter, String rule) {
        addWithCode(settings, parameter, rule);
    }

    /** A fault that has a code of its own, because its remedy is elsewhere; used where all faults have that code. */
    public void addWithCode(WriterErrorCode code, String parameter, String rule) {
        codes.add(code);
        texts.add(parameter + ": " + rule);
    }

    public boolean isEmpty() {
        return texts.isEmpty();
    }

    /** @throws com.alibaba.datax.common.exception.DataXException with all faults in one message, if there are any */
    public void throwIfAny() {
        if (!texts.isEmpty()) {
            WriterErrorCode code = codes.size() == 1 ? codes.iterator().next() : settings;
            throw code.failure(String.join("; ", texts));
        }
    }
}
