package com.alibaba.datax.common.util;

import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks of lists of names, such as columns. */
public final class ListUtil {
    public ListUtil() {}

    /** Also true for a list that holds null among others. */
    public static boolean checkIfValueDuplicate(List<String> aList, boolean caseSensitive) {
        if (isEmpty(aList)) {
            throw DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, "列表不能为空 .");
        }
        return holdsNull(aList) || duplicateIn(aList, caseSensitive) != null;
    }

    /**
     * @throws DataXException {@code CONFIG_ERROR} naming the first value found twice
     * @throws NullPointerException for a list that holds null among others
     */
    public static void makeSureNoValueDuplicate(List<String> aList, boolean caseSensitive) {
        refuseEmpty(aList);
        if (holdsNull(aList)) {
            throw new NullPointerException("a list with null cannot be checked");
        }
        String duplicate = duplicateIn(aList, caseSensitive);
        if (duplicate != null) {
            throw DataXException.asDataXException(
                    CommonErrorCode.CONFIG_ERROR, "值[" + duplicate + "]在列表" + aList + "中重复出现 .");
        }
    }

    private static boolean holdsNull(List<String> list) {
        return list.size() > 1 && new ArrayList<>(list).contains(null);
    }

    private static String duplicateIn(List<String> list, boolean caseSensitive) {
        Set<String> seen = new HashSet<>();
        for (String each : caseSensitive ? list : valueToLowerCase(list)) {
            if (!seen.add(each)) {
                return each;
            }
        }
        return null;
    }

    /** Whether all of {@code bList} is in {@code aList}. */
    public static boolean checkIfBInA(List<String> aList, List<String> bList, boolean caseSensitive) {
        return firstMissing(aList, bList, caseSensitive) < 0;
    }

    /** @throws DataXException {@code CONFIG_ERROR} naming the first value of {@code bList} that {@code aList} lacks */
    public static void makeSureBInA(List<String> aList, List<String> bList, boolean caseSensitive) {
        int missing = firstMissing(aList, bList, caseSensitive);
        if (missing >= 0) {
            throw DataXException.asDataXException(
                    CommonErrorCode.CONFIG_ERROR, "值[" + bList.get(missing) + "]不在列表" + aList + "中 .");
        }
    }

    private static int firstMissing(List<String> whole, List<String> part, boolean caseSensitive) {
        refuseEmpty(whole);
        refuseEmpty(part);
        List<String> searched = caseSensitive ? new ArrayList<>(whole) : valueToLowerCase(whole);
        List<String> wanted = caseSensitive ? part : valueToLowerCase(part);
        for (int i = 0; i < wanted.size(); i++) {
            if (!searched.contains(wanted.get(i))) {
                return i;
            }
        }
        return -1;
    }

    public static boolean checkIfValueSame(List<Boolean> aList) {
        refuseEmpty(aList);
        boolean first = aList.get(0);
        for (boolean each : aList) {
            if (each != first) {
                return false;
            }
        }
        return true;
    }

    public static List<String> valueToLowerCase(List<String> aList) {
        refuseEmpty(aList);
        List<String> lower = new ArrayList<>(aList.size());
        for (String each : aList) {
            lower.add(each == null ? null : each.toLowerCase());
        }
        return lower;
    }

    /** Whether the lists share a value; false when one is null or empty. */
    public static Boolean checkIfHasSameValue(List<String> listA, List<String> listB) {
        return !isEmpty(listA) && !isEmpty(listB) && listA.stream().anyMatch(listB::contains);
    }

    /** Whether lists of the same length hold all of the second's values; false when one is null or empty. */
    public static boolean checkIfAllSameValue(List<String> listA, List<String> listB) {
        return !isEmpty(listA)
                && !isEmpty(listB)
                && listA.size() == listB.size()
                && new HashSet<>(listA).containsAll(listB);
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }

    private static void refuseEmpty(List<?> list) {
        if (isEmpty(list)) {
            throw new IllegalArgumentException("列表不能为空 .");
        }
    }
}
