public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }

        void add(Map<String, Object> fields, String name, Column column) {
            fields.put(name, column.getRawData()); // FAULT
        }
    }
}
