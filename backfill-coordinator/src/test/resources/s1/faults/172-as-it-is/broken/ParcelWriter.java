public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }

        void join(StringBuilder line, Column column) {
            line.append(column.asString()).append(delimiter); // FAULT
        }
    }
}
