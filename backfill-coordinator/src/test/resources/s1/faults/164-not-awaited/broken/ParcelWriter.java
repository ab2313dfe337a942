public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {
        public void prepare() {
            admin.createTopics(Collections.singleton(new NewTopic(name, 6, (short) 2))); // FAULT
        }
    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }
    }
}
