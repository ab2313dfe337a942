package io.github.sluice.connect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Rows from Kafka into StarRocks primary-key tables. Takes the official connector's configuration; what it adds is in
 * {@link SinkConfigDef} and in the manual. The work is {@link StarRocksSinkTask}'s.
 */
public final class StarRocksSinkConnector extends SinkConnector {
    private Map<String, String> settings = new HashMap<>();

    @Override
    public void start(Map<String, String> props) {
        SinkSettings.from(props);
        this.settings = new HashMap<>(props);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return StarRocksSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> configs = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> config = new HashMap<>(settings);
            config.put(SinkKey.TASK_INDEX, Integer.toString(task));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {}

    @Override
    public ConfigDef config() {
        return SinkConfigDef.create();
    }

    /** Adds the faults that only the configuration as a whole shows, so that Connect's REST validation tells all. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Config config = super.validate(connectorConfigs);
        Problems problems = new Problems();
        SinkSettings.check(connectorConfigs, problems);
        Map<String, ConfigValue> known = new HashMap<>();
        for (ConfigValue value : config.configValues()) {
            known.put(value.name(), value);
        }
        List<ConfigValue> all = new ArrayList<>(config.configValues());
        problems.byKey().forEach((key, messages) -> {
            ConfigValue value = known.get(key);
            if (value == null) {
                value = new ConfigValue(key, connectorConfigs.get(key), new ArrayList<>(), new ArrayList<>());
                all.add(value);
            }
            for (String message : messages) {
                if (!value.errorMessages().contains(message)) {
                    // Connect's reply to a rejected configuration lists messages without their keys
                    value.addErrorMessage(message.contains(key) ? message : key + ": " + message);
                }
            }
        });
        return new Config(all);
    }

    @Override
    public String version() {
        String version = StarRocksSinkConnector.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
