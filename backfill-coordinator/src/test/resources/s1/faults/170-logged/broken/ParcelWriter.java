public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {
        public void init() {
            LOG.info("settings of the writer: {}", jobConf.toJSON()); // FAULT
        }
    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }
    }
}
