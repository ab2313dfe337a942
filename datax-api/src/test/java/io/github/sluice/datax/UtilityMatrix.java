package io.github.sluice.datax;

import com.alibaba.datax.common.base.BaseObject;
import com.alibaba.datax.common.constant.CommonConstant;
import com.alibaba.datax.common.constant.PluginType;
import com.alibaba.datax.common.element.OverFlowUtil;
import com.alibaba.datax.common.exception.CommonErrorCode;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.exception.ExceptionTracker;
import com.alibaba.datax.common.plugin.TaskPluginCollector;
import com.alibaba.datax.common.spi.Writer;
import com.alibaba.datax.common.util.ListUtil;
import com.alibaba.datax.common.util.RangeSplitUtil;
import com.alibaba.datax.common.util.RetryUtil;
import com.alibaba.datax.common.util.StrUtil;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** The small classes. Loaded once with our API and once with a real DataX's. */
public final class UtilityMatrix implements Callable<Map<String, String>> {
    private final Outcomes outcomes = new Outcomes();

    @Override
    public Map<String, String> call() {
        exceptions();
        lists();
        ranges();
        numbersAndTexts();
        retries();
        objects();
        return outcomes.all();
    }

    private void exceptions() {
        IllegalStateException cause = new IllegalStateException("cause");
        cause.setStackTrace(new StackTraceElement[0]);
        DataXException coded = DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, "inner");
        for (CommonErrorCode code : CommonErrorCode.values()) {
            outcomes.note("code " + code.name(), code::getCode);
        }
        outcomes.note("of message", () -> DataXException.asDataXException("m").getMessage());
        outcomes.note(
                "of code and message", () -> tail(DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, "m")));
        outcomes.note(
                "of code and null",
                () -> tail(DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, (String) null)));
        outcomes.note(
                "of code, message, cause",
                () -> tail(DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, "m", cause)));
        outcomes.note(
                "of code and cause", () -> tail(DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, cause)));
        outcomes.note(
                "of code, message, null cause",
                () -> tail(DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, "m", null)));
        outcomes.note(
                "of code and null cause",
                () -> tail(DataXException.asDataXException(CommonErrorCode.CONFIG_ERROR, (Throwable) null)));
        outcomes.note(
                "a coded cause wins",
                () -> DataXException.asDataXException(CommonErrorCode.RETRY_FAIL, "m", coded) == coded);
        outcomes.note(
                "the cause is kept",
                () -> DataXException.asDataXException(CommonErrorCode.RETRY_FAIL, "m", cause)
                                .getCause()
                        == cause);
        outcomes.note("trace", () -> ExceptionTracker.trace(cause).trim());
        outcomes.note("plugin types", () -> Arrays.toString(PluginType.values()));
        outcomes.note("load mark", () -> CommonConstant.LOAD_BALANCE_RESOURCE_MARK);
    }

    /** The message after the code's own text, which is not ours to repeat. */
    private static String tail(DataXException e) {
        return e.getMessage()
                .substring(e.getErrorCode().toString().length())
                .replace(System.lineSeparator(), "\\n")
                .replace("\t", "\\t");
    }

    private void lists() {
        List<List<String>> lists = Arrays.asList(
                null,
                List.of(),
                List.of("a"),
                List.of("a", "A"),
                List.of("a", "b", "a"),
                List.of("B", "a"),
                List.of("c"),
                Arrays.asList("a", null));
        for (List<String> one : lists) {
            for (boolean cased : new boolean[] {true, false}) {
                String of = one + " " + cased;
                outcomes.note("duplicate in " + of, () -> ListUtil.checkIfValueDuplicate(one, cased));
                outcomes.note("no duplicate in " + of, () -> {
                    ListUtil.makeSureNoValueDuplicate(one, cased);
                    return "passed";
                });
                for (List<String> other : lists) {
                    outcomes.note(other + " in " + of, () -> ListUtil.checkIfBInA(one, other, cased));
                    outcomes.note(other + " surely in " + of, () -> {
                        ListUtil.makeSureBInA(one, other, cased);
                        return "passed";
                    });
                }
            }
            for (List<String> other : lists) {
                outcomes.note(other + " shares with " + one, () -> ListUtil.checkIfHasSameValue(one, other));
                outcomes.note(other + " the same as " + one, () -> ListUtil.checkIfAllSameValue(one, other));
            }
            outcomes.note("lower case of " + one, () -> ListUtil.valueToLowerCase(one));
        }
        outcomes.note("same: none", () -> ListUtil.checkIfValueSame(List.of()));
        outcomes.note("same: one", () -> ListUtil.checkIfValueSame(List.of(true)));
        outcomes.note("same: equal", () -> ListUtil.checkIfValueSame(List.of(true, true, true)));
        outcomes.note("same: other", () -> ListUtil.checkIfValueSame(List.of(true, true, false)));
    }

    private void ranges() {
        long[][] ends = {{0, 10}, {10, 0}, {5, 5}, {-7, 12}, {0, 1}, {1, 1_000_000}, {Long.MIN_VALUE, Long.MAX_VALUE}};
        for (long[] end : ends) {
            for (int parts : new int[] {0, 1, 2, 3, 7, 20}) {
                outcomes.note(
                        "numbers " + end[0] + " to " + end[1] + " into " + parts,
                        () -> RangeSplitUtil.doLongSplit(end[0], end[1], parts));
            }
        }
        outcomes.note(
                "big numbers",
                () -> RangeSplitUtil.doBigIntegerSplit(BigInteger.TEN.pow(30).negate(), BigInteger.TEN.pow(31), 3));
        outcomes.note("a missing end", () -> RangeSplitUtil.doBigIntegerSplit(null, BigInteger.ONE, 3));
        String[][] texts = {{"a", "z"}, {"aaa", "zzz"}, {"user1", "user9"}, {"", "b"}, {"A~", "B"}, {"same", "same"}};
        for (String[] end : texts) {
            for (int parts : new int[] {1, 2, 5}) {
                outcomes.note(
                        "texts " + end[0] + " to " + end[1] + " into " + parts,
                        () -> RangeSplitUtil.doAsciiStringSplit(end[0], end[1], parts));
            }
        }
        outcomes.note("text beyond ASCII", () -> RangeSplitUtil.doAsciiStringSplit("a", "é", 2));
        outcomes.note("text null", () -> RangeSplitUtil.stringToBigInteger(null, 128));
        outcomes.note("radix 129", () -> RangeSplitUtil.stringToBigInteger("a", 129));
        outcomes.note("text as number", () -> RangeSplitUtil.stringToBigInteger("Abc", 128));
        outcomes.note("list", () -> RangeSplitUtil.doListSplit(List.of(1, 2, 3, 4, 5, 6, 7), 3));
        outcomes.note("short list", () -> RangeSplitUtil.doListSplit(List.of(1, 2), 5));
        outcomes.note("empty list", () -> RangeSplitUtil.doListSplit(List.of(), 5));
        outcomes.note("null list", () -> RangeSplitUtil.doListSplit(null, 5));
    }

    private void numbersAndTexts() {
        for (long bytes :
                new long[] {0, 1, 1023, 1024, 1536, 1048575, 1048576, 1L << 30, 1L << 40, 1L << 50, -1, -5000}) {
            outcomes.note("size " + bytes, () -> StrUtil.stringify(bytes));
        }
        System.setProperty("contract_x", "X");
        for (String text :
                new String[] {"", "none", "$contract_x", "${contract_x}${contract_y}", "a$contract_xb", "$$", "${}"}) {
            outcomes.note("replaced " + text, () -> StrUtil.replaceVariable(text));
        }
        outcomes.note("short", () -> StrUtil.compressMiddle("abc", 2, 2));
        outcomes.note("long", () -> StrUtil.compressMiddle("abcdefgh", 2, 3));
        outcomes.note("no head", () -> StrUtil.compressMiddle("abcdefgh", 0, 3));
        outcomes.note("no text", () -> StrUtil.compressMiddle(null, 1, 1));
        outcomes.note("md5", () -> StrUtil.getMd5("sluice 中文"));
        for (String number : new String[] {
            "0", "1", "-1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809"
        }) {
            outcomes.note("long overflow " + number, () -> OverFlowUtil.isLongOverflow(new BigInteger(number)));
        }
        for (String number : new String[] {"0", "1E308", "1.8E308", "-1.8E308", "4.9E-324", "4.8E-324", "-4.8E-324"}) {
            outcomes.note("double overflow " + number, () -> OverFlowUtil.isDoubleOverFlow(new BigDecimal(number)));
        }
    }

    private void retries() {
        for (int succeedsAt = 1; succeedsAt <= 4; succeedsAt++) {
            int at = succeedsAt;
            outcomes.note("succeeds at " + at + " of 3", () -> attempts(at, 3, null));
            outcomes.note("retries only other " + at, () -> attempts(at, 3, List.of(IllegalArgumentException.class)));
            outcomes.note("retries this " + at, () -> attempts(at, 3, List.of(IllegalStateException.class)));
            outcomes.note("retries exactly " + at, () -> attempts(at, 3, List.of(RuntimeException.class)));
        }
        outcomes.note("no tries", () -> attempts(1, 0, null));
        outcomes.note("nothing to call", () -> RetryUtil.executeWithRetry(null, 3, 0, false));
    }

    private static int attempts(int succeedsAt, int times, List<Class<?>> retried) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        return RetryUtil.executeWithRetry(
                () -> {
                    if (calls.incrementAndGet() < succeedsAt) {
                        throw new IllegalStateException("not yet");
                    }
                    return calls.get();
                },
                times,
                0,
                false,
                retried);
    }

    private void objects() {
        outcomes.note("equal fields", () -> new Thing(1, "a").equals(new Thing(1, "a")));
        outcomes.note("equal hashes", () -> new Thing(1, "a").hashCode() == new Thing(1, "a").hashCode());
        outcomes.note("other fields", () -> new Thing(1, "a").equals(new Thing(2, "a")));
        outcomes.note("other class", () -> new Thing(1, "a").equals("a"));
        outcomes.note("null", () -> new Thing(1, "a").equals(null));
        outcomes.note("subclass without fields", () -> new Thing(1, "a").equals(new Thing(1, "a") {}));
        outcomes.note("text", () -> new Thing(1, null)
                .toString()
                .replaceAll("@[0-9a-f]+", "@")
                .replace(System.lineSeparator(), "\\n"));
        outcomes.note("fail over", () -> new SilentTask().supportFailOver());
        outcomes.note("collector", () -> {
            StringBuilder calls = new StringBuilder();
            TaskPluginCollector collector = new TaskPluginCollector() {
                @Override
                public void collectDirtyRecord(
                        com.alibaba.datax.common.element.Record dirtyRecord, Throwable t, String errorMessage) {
                    calls.append(t).append('/').append(errorMessage).append(';');
                }

                @Override
                public void collectMessage(String key, String value) {
                    calls.append(key);
                }
            };
            collector.collectDirtyRecord(null, "message");
            collector.collectDirtyRecord(null, new IllegalStateException("x"));
            return calls;
        });
    }

    private static class Thing extends BaseObject {
        private final int number;
        private final String text;
        private final int[] array = {1, 2};
        private final transient int ignored = System.identityHashCode(this);

        Thing(int number, String text) {
            this.number = number;
            this.text = text;
        }
    }

    private static final class SilentTask extends Writer.Task {
        @Override
        public void init() {}

        @Override
        public void startWrite(com.alibaba.datax.common.plugin.RecordReceiver lineReceiver) {}

        @Override
        public void destroy() {}
    }
}
