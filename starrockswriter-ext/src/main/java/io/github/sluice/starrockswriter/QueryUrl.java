package io.github.sluice.starrockswriter;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The address of the query port. Prints its hosts only, because people put passwords behind the question mark. Immutable. */
final class QueryUrl {
    private static final Pattern FORM = Pattern.compile("jdbc:mysql://([^/?#@\\s]+:\\d{1,5})(?:[/?].*)?");

    private final String url;
    private final List<String> hosts;

    private QueryUrl(String url, List<String> hosts) {
        this.url = url;
        this.hosts = hosts;
    }

    /** Null if the text is no such address. */
    static @Nullable QueryUrl parse(String text) {
        Matcher matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            return null;
        }
        List<String> hosts = Arrays.asList(matcher.group(1).split(","));
        boolean complete = hosts.stream().allMatch(host -> host.matches("[^:]+:\\d{1,5}|\\[[^\\]]+]:\\d{1,5}"));
        return complete ? new QueryUrl(text.trim(), Collections.unmodifiableList(hosts)) : null;
    }

    /** The whole address, for the driver alone. */
    String reveal() {
        return url;
    }

    /** {@code host:port} of each. */
    List<String> hosts() {
        return hosts;
    }

    @Override
    public String toString() {
        return hosts.toString();
    }
}
