public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }

        void write(Record row) {
            if (writeType.equalsIgnoreCase("text")) {
                put(asText(row));
            } else if (writeType.equalsIgnoreCase("json")) { // FAULT
                put(asJson(row));
            }
        }
    }
}
