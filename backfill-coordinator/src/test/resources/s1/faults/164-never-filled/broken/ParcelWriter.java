public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {
        public void prepare() {
            Set<NewTopic> wanted = new HashSet<NewTopic>();
            new NewTopic(name, 6, (short) 2);
            admin.createTopics(wanted).all().get(); // FAULT
        }
    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }
    }
}
