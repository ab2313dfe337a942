package io.github.sluice.datax;

import com.alibaba.datax.common.exception.DataXException;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** The outcomes of calls by the calls' names: a value's class and text, or what was thrown. */
final class Outcomes {
    private final Map<String, String> outcomes = new LinkedHashMap<>();

    void note(String call, Callable<?> result) {
        String outcome;
        try {
            outcome = describe(result.call());
        } catch (DataXException e) {
            outcome = "throws DataXException "
                    + (e.getErrorCode() == null
                            ? "without code"
                            : e.getErrorCode().getCode());
        } catch (Throwable e) {
            outcome = "throws " + e.getClass().getName();
        }
        if (outcomes.put(call, outcome) != null) {
            throw new IllegalArgumentException("two calls of one name: " + call);
        }
    }

    Map<String, String> all() {
        return outcomes;
    }

    private static String describe(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof byte[] bytes) {
            return "bytes " + java.util.HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Object[] array) {
            return "array " + java.util.Arrays.toString(array);
        }
        if (value instanceof long[] array) {
            return "array " + java.util.Arrays.toString(array);
        }
        if (value instanceof Date date) {
            return "Date " + date.getTime();
        }
        return value.getClass().getSimpleName() + " " + value;
    }
}
