package com.alibaba.datax.common.constant;

/** Keys that framework and plugins share. */
public final class CommonConstant {
    /** A split configuration may carry its source's name under this key, to spread the load of one source. */
    @SuppressWarnings("NonFinalStaticField") // not final in DataX either
    public static String LOAD_BALANCE_RESOURCE_MARK = "loadBalanceResourceMark";

    public CommonConstant() {}
}
