public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {

    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }

        void open(Properties p) {
            p.put("max.in.flight.requests.per.connection", 3); // FAULT
            p.put("retries", "9");
        }
    }
}
