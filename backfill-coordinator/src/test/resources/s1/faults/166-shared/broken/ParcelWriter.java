public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {
        public List<Configuration> split(int parts) {
            List<Configuration> all = new ArrayList<>();
            while (all.size() < parts) {
                all.add(settings); // FAULT
            }
            return all;
        }
    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }
    }
}
