public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {
        public void init() {
            LOG.info("writes to topic {}, jobConf.toJSON() is not said", topic);
        }
    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }
    }
}
