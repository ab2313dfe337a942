package io.github.sluice.testbed.datax.engine;

import com.alibaba.datax.common.element.ColumnCast;
import com.alibaba.datax.common.exception.DataXException;
import com.alibaba.datax.common.exception.ExceptionTracker;
import com.alibaba.datax.common.util.Configuration;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TimeZone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program behind {@code bin/datax.sh}: exit code 0 for success, 143 for a killed job, else 1. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private Engine() {}

    /** @param args {@code -mode standalone -jobid ID -job PATH}; the home comes as System property {@code datax.home} */
    public static void main(String[] args) {
        int exitCode = 0;
        try {
            run(args);
        } catch (Throwable e) {
            LOG.error("\n\n经DataX智能分析,该任务最可能的错误原因是:\n{}", ExceptionTracker.trace(e));
            exitCode = exitCodeOf(e);
        }
        // kills whatever threads plugins have left, and Task.destroy with them
        System.exit(exitCode);
    }

    private static int exitCodeOf(Throwable e) {
        return e instanceof DataXException failure && failure.getErrorCode() instanceof EngineErrorCode code
                ? code.exitCode()
                : 1;
    }

    private static void run(String[] args) {
        String mode = option(args, "-mode");
        if (!"standalone".equalsIgnoreCase(mode)) {
            throw DataXException.asDataXException(EngineErrorCode.CONFIG_ERROR, "only standalone mode, found " + mode);
        }
        String homeProperty = System.getProperty("datax.home");
        if (homeProperty == null) {
            throw DataXException.asDataXException(EngineErrorCode.CONFIG_ERROR, "datax.home is not set");
        }
        Path home = Path.of(homeProperty);
        Configuration job = new EngineConfiguration(home).of(option(args, "-job"));
        bindLocale(job);
        job.set(Keys.JOB_ID, Long.parseLong(option(args, "-jobid")));
        LOG.info("\n{}\n", MaskedJob.of(job));
        LOG.debug(job.toJSON());
        if (job.get(Keys.TRANSFORMER) != null) {
            throw DataXException.asDataXException(EngineErrorCode.CONFIG_ERROR, "transformers are not supported");
        }
        ColumnCast.bind(job);
        new JobRun(job, new PluginLoader(job), home).start();
    }

    private static void bindLocale(Configuration job) {
        String[] locale = job.getString("common.column.locale", "zh_CN").split("_", 2);
        Locale.setDefault(locale.length == 2 ? new Locale(locale[0], locale[1]) : new Locale(locale[0]));
        String zone = job.getString("common.column.timeZone", "");
        if (!zone.isBlank()) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone));
        }
        LOG.info(
                "use Locale: {} timeZone: {}",
                Locale.getDefault(),
                TimeZone.getDefault().getID());
    }

    private static String option(String[] args, String name) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) {
                return args[i + 1];
            }
        }
        throw DataXException.asDataXException(EngineErrorCode.ARGUMENT_ERROR, "option " + name + " is missing");
    }
}
