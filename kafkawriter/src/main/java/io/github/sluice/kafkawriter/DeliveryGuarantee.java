package io.github.sluice.kafkawriter;

import io.github.sluice.writer.ParameterMap;

/** What readers of the topic may see of a task. */
enum DeliveryGuarantee {
    /** Every row of a task that ended well, and some of one that did not. */
    AT_LEAST_ONCE,
    /** All rows of a task or none, for who reads committed records. */
    TRANSACTIONAL;

    @Override
    public String toString() {
        return ParameterMap.word(this);
    }
}
