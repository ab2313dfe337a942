public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            Record row;
            while ((row = rows.getFromReader()) != null) {
                write(row);
            }
            out.flush();
        }
        void dirty(Record row) { getTaskPluginCollector().collectDirtyRecord(row, ""); }
    }
}
