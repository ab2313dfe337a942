package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.util.Configuration;
import java.util.Locale;

/** The job as the engine prints it: DataX's masking rule, with its holes. */
final class MaskedJob {
    private MaskedJob() {}

    /**
     * Stars only for text values below {@code job.content} whose path ends, in any case, in {@code password} or
     * {@code accessKey} and can be resolved. So keys, tokens and dotted names such as {@code sasl.password} stay in clear.
     */
    static String of(Configuration job) {
        Configuration printed = job.getConfiguration("job");
        Configuration content = printed.getConfiguration("content");
        for (String path : content.getKeys()) {
            String lower = path.toLowerCase(Locale.ROOT);
            boolean secret = lower.endsWith("password") || lower.endsWith("accesskey");
            if (secret && content.get(path) instanceof String) {
                content.set(path, content.getString(path).replaceAll(".", "*"));
            }
        }
        printed.set("content", content);
        return printed.beautify();
    }
}
