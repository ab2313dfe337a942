public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }

        void write(Record row) {
            if (WRITE_TYPE.equals(kind)) { // FAULT
                put(asJson(row));
            }
            count++;
        }
    }
}
