package com.alibaba.datax.common.util;

import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A place in a JSON tree: {@code a.b[2].c}. A step with brackets is a list index, any other a map key; there is no
 * escape, so a key that contains a dot has no path. Immutable.
 */
final class JsonPath {
    private final String text;
    private final List<String> steps;

    private JsonPath(String text, List<String> steps) {
        this.text = text;
        this.steps = steps;
    }

    /** @throws IllegalArgumentException when null or when a step is only white space */
    static JsonPath of(String path) {
        if (path == null) {
            throw new IllegalArgumentException("path must not be null");
        }
        for (String key : split(path)) {
            if (StrUtil.isBlank(key)) {
                throw new IllegalArgumentException("path [" + path + "] has a blank step");
            }
        }
        return new JsonPath(path, split(path.replace("[", ".[")));
    }

    private static List<String> split(String path) {
        List<String> steps = new ArrayList<>();
        for (String step : path.split("\\.", -1)) {
            if (!step.isEmpty()) {
                steps.add(step);
            }
        }
        return steps;
    }

    /** What is at this place below {@code root}, or null when the way there does not exist. */
    Object find(Object root) {
        if (StrUtil.isBlank(text)) {
            return root;
        }
        Object found = root;
        for (String step : steps) {
            if (StrUtil.isBlank(step)) {
                return null;
            } else if (!isIndex(step)) {
                found = found instanceof Map ? ((Map<?, ?>) found).get(step) : null;
            } else {
                found = found instanceof List ? elementOf((List<?>) found, step) : null;
            }
            if (found == null) {
                return null;
            }
        }
        return found;
    }

    private static Object elementOf(List<?> list, String step) {
        int index = digitsOnly(step) ? indexOf(step) : -1;
        return index >= 0 && index < list.size() ? list.get(index) : null;
    }

    /**
     * Puts {@code value} at this place, making maps and lists on the way and replacing what is of another kind.
     *
     * @return the new root, which is the old one wherever possible
     */
    Object put(Object root, Object value) {
        return put(root, 0, value);
    }

    private Object put(Object current, int depth, Object value) {
        if (depth == steps.size()) {
            return value;
        }
        String step = steps.get(depth).trim();
        if (step.isEmpty()) {
            throw DataXException.asDataXException(CommonErrorCode.RUNTIME_ERROR, "路径[" + text + "]含有空白层级 .");
        }
        return isIndex(step) ? putInList(current, step, depth, value) : putInMap(current, step, depth, value);
    }

    @SuppressWarnings("unchecked")
    private Object putInMap(Object current, String key, int depth, Object value) {
        Map<String, Object> map = current instanceof Map ? (Map<String, Object>) current : new HashMap<>();
        map.put(key, put(map.get(key), depth + 1, value));
        return map;
    }

    @SuppressWarnings("unchecked")
    private Object putInList(Object current, String step, int depth, Object value) {
        List<Object> list = current instanceof List ? (List<Object>) current : new ArrayList<>();
        int index = indexOf(step);
        while (list.size() <= index) {
            list.add(null);
        }
        list.set(index, put(list.get(index), depth + 1, value));
        return list;
    }

    private static boolean isIndex(String step) {
        return step.indexOf('[') >= 0 && step.indexOf(']') >= 0;
    }

    private static String withoutBrackets(String step) {
        return step.replace("[", "").replace("]", "");
    }

    private static boolean digitsOnly(String step) {
        String digits = withoutBrackets(step);
        return !digits.isEmpty() && digits.chars().allMatch(Character::isDigit);
    }

    private static int indexOf(String step) {
        return Integer.parseInt(withoutBrackets(step));
    }
}
