package io.github.sluice.coordinator.compare;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The half beside MySQL: answers what the half beside StarRocks asks. It holds no state that a killed process would miss,
 * so either half may be killed and started again. One thread.
 */
public interface LiveSource {
    /**
     * Serves comparisons of one table until the other half has said a verdict, or {@code over} says that nobody will ask
     * any more. Whatever goes wrong here is told to the other half, for which it is UNKNOWN.
     *
     * @param over looked at between questions
     * @return the verdict; empty if {@code over} ended it
     * @throws io.github.sluice.coordinator.Failure 30 if Kafka is lost or nobody asks within the limits' patience
     */
    Optional<Comparison> serve(LiveSpec spec, BooleanSupplier over, CompareProgress progress);
}
