package io.github.sluice.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.alibaba.datax.common.exception.DataXException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private final Problems problems = new Problems(TestErrorCode.SETTINGS);

    private DataXException thrown() {
        return catchThrowableOfType(DataXException.class, problems::throwIfAny);
    }

    @Test
    void withoutFaultsNothingIsThrown() {
        assertThatCode(problems::throwIfAny).doesNotThrowAnyException();
    }

    @Test
    void allFaultsAreInOneMessage() {
        problems.add("a", "is required");
        problems.add("b", "must be 1", "2");
        assertThat(thrown()).hasMessageContaining("a: is required; b: must be 1, found '2'");
        assertThat(thrown().getErrorCode()).isEqualTo(TestErrorCode.SETTINGS);
    }

    @Test
    void faultsOfOneCodeHaveThatCodeAndMixedOnesTheGeneral() {
        problems.addWithCode(TestErrorCode.SECRET, "key", "is short");
        assertThat(thrown().getErrorCode()).isEqualTo(TestErrorCode.SECRET);
        problems.add("a", "is required");
        assertThat(thrown().getErrorCode()).isEqualTo(TestErrorCode.SETTINGS);
    }

    @Test
    void aRunsParametersAreCheckedTogether() {
        ParameterMap given = new ParameterMap(Map.of("runId", "a b", "attempt", 0, "manifestPath", "here"), problems);
        RunParameters.from(given, problems);
        assertThat(thrown()).hasMessageContainingAll("runId: ", "attempt: ", "manifestPath: must be an absolute path");
    }

    private enum Guarantee {
        AT_LEAST_ONCE,
        TRANSACTIONAL
    }

    @Test
    void aChoiceOfSeveralWordsIsWrittenInCamelCase() {
        ParameterMap given = new ParameterMap(Map.of("a", "atleastonce", "b", "AT_LEAST_ONCE"), problems);
        assertThat(given.oneOf("a", Guarantee.class)).isEqualTo(Guarantee.AT_LEAST_ONCE);
        assertThat(given.oneOf("b", Guarantee.class)).isNull();
        assertThat(thrown())
                .hasMessageContaining("b: must be one of atLeastOnce, transactional, found 'AT_LEAST_ONCE'");
    }

    @Test
    void aListOfStringsTakesNothingElse() {
        assertThat(new ParameterMap(Map.of("l", List.of("a", 1)), problems).strings("l"))
                .containsExactly("a");
        assertThat(thrown()).hasMessageContaining("l: must be a list of strings, found '1'");
    }
}
