package com.alibaba.datax.common.element;

import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;

/** Makes the exceptions of columns that cannot be converted. */
final class Refusal {
    private Refusal() {}

    /** No value of this class converts to {@code target}. */
    static DataXException byType(String columnType, String target) {
        return DataXException.asDataXException(
                CommonErrorCode.CONVERT_NOT_SUPPORT, columnType + "类型不能转换为" + target + " .");
    }

    /** This value does not convert to {@code target}. */
    static DataXException byValue(Object value, String target) {
        return DataXException.asDataXException(
                CommonErrorCode.CONVERT_NOT_SUPPORT, "值[" + value + "]不能转换为" + target + " .");
    }

    static DataXException overflow(String value, String target) {
        return DataXException.asDataXException(
                CommonErrorCode.CONVERT_OVER_FLOW, "值[" + value + "]转换为" + target + "时溢出 .");
    }
}
