package io.github.sluice.testbed.datax.probe;

import com.alibaba.datax.common.spi.Hook;
import com.alibaba.datax.common.util.Configuration;
import java.util.Map;
import java.util.TreeMap;

/** Notes the counters and the number of tasks in the writer's {@code trace}; throws where {@code fail} is {@code hook}. */
public class ProbeHook implements Hook {
    @Override
    public String getName() {
        return "probe";
    }

    @Override
    public void invoke(Configuration jobConf, Map<String, Number> msg) {
        Configuration parameter = jobConf.getConfiguration("job.content[0].writer.parameter");
        if (parameter.getString("trace") == null) {
            return;
        }
        Probe.at("hook", parameter);
        Probe.note(parameter, "hook tasks " + jobConf.getList("job.content").size());
        new TreeMap<>(msg).forEach((name, value) -> Probe.note(parameter, "counter " + name + " " + value));
    }
}
