public class ParcelWriter extends Writer {
    public static class Job extends Writer.Job {
        void fail() {
            throw new DataXException(
                    Codes.TOPIC_REFUSED, Codes.VALUE_MISSING.getDescription()); // FAULT
        }
    }

    public static class Task extends Writer.Task {
        private KafkaProducer<String, String> out;
        public void startWrite(RecordReceiver rows) {
            getTaskPluginCollector().collectDirtyRecord(null, "");
        }
    }
}
